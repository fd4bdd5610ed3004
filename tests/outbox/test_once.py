from threading import Event

import pytest

from outbox.once import lock_key, once
from tests.threads import together


def test_key_is_stable_and_fits_the_database():
    assert lock_key("outbox.sweep") == lock_key("outbox.sweep")
    assert lock_key("outbox.sweep") != lock_key("privacy.retention")
    assert all(-(2**63) <= lock_key(str(number)) < 2**63 for number in range(200))


@pytest.mark.django_db
def test_alone_again_after_a_failure():
    with pytest.raises(ZeroDivisionError), once("trial"):
        _ = 1 / 0
    with once("trial") as alone:
        assert alone


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_only_one_session_is_alone():
    inside, tried = Event(), Event()

    def enter(number):
        if number == 0:
            with once("trial") as alone:
                inside.set()
                tried.wait(10)
                return alone
        inside.wait(10)
        with once("trial") as alone, once("another") as other:
            tried.set()
            return alone, other

    assert together(2, enter) == [True, (False, True)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_lock_goes_with_its_session():
    def leave_without_unlocking(_):
        return once("trial").__enter__()

    assert together(1, leave_without_unlocking) == [True]
    assert together(1, leave_without_unlocking) == [True]
