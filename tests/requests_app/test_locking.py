import pytest
from django.db import OperationalError, transaction

from requests_app import locking
from requests_app.errors import Busy


class Failure(Exception):
    def __init__(self, **codes):
        super().__init__("from the driver")
        for name, value in codes.items():
            setattr(self, name, value)


def failing(times, **codes):
    """A service that cannot get its turn the first times."""
    calls = []

    @locking.retried
    def service():
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError("no turn") from Failure(**codes)
        return len(calls)

    return service, calls


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(locking, "PAUSE_SECONDS", 0)


TRANSIENT = [
    {"pgcode": "40P01"},
    {"pgcode": "40001"},
    {"pgcode": "55P03"},
    {"sqlite_errorcode": 5},
    {"sqlite_errorcode": 517},
    {"sqlite_errorcode": 6},
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("codes", TRANSIENT)
def test_a_deadlock_is_tried_again(codes):
    service, calls = failing(2, **codes)

    assert service() == 3
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_after_three_tries_it_says_so():
    service, calls = failing(3, pgcode="40P01")

    with pytest.raises(Busy, match="Probeer het opnieuw"):
        service()
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("codes", [{"pgcode": "57014"}, {"sqlite_errorcode": 1}, {}])
def test_another_failure_is_not_hidden(codes):
    service, calls = failing(1, **codes)

    with pytest.raises(OperationalError):
        service()
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_nothing_is_tried_again():
    service, calls = failing(1, pgcode="40P01")

    with pytest.raises(Busy), transaction.atomic():
        service()
    assert len(calls) == 1
