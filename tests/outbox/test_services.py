from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from outbox.delivery import claim
from outbox.errors import NotResendable
from outbox.models import OutgoingMail
from outbox.services import Entry, enqueue, enqueue_all, resend
from outbox.states import State
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db


def test_enqueue_writes_one_row(person, wakes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(Entry("trial.hello", str(person.pk)), now=NOW)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.ref, mail.occasion, mail.state) == (
        "trial.hello",
        str(person.pk),
        "",
        State.QUEUED,
    )
    assert (mail.created_at, mail.first_due, mail.not_before) == (NOW, NOW, NOW)
    assert (mail.attempt, mail.tries, mail.sent_at, mail.error_code) == (0, 0, None, "")
    assert mail.message_id == f"<{mail.pk}@voorbeeld.be>"
    assert wakes == [[str(mail.pk)]]


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": ""},
        {"kind": "k" * 61},
        {"ref": ""},
        {"ref": "r" * 65},
        {"occasion": "o" * 65},
    ],
)
def test_entry_that_would_be_lost_in_the_insert_is_refused(facts):
    with pytest.raises(ValueError, match="needs a kind and a ref"):
        Entry(**{"kind": "trial.hello", "ref": "1", **facts})


def test_entry_that_just_fits_is_kept():
    enqueue(Entry("k" * 60, "r" * 64, "o" * 64), now=NOW)
    assert OutgoingMail.objects.values_list("occasion", flat=True).get() == "o" * 64


def test_enqueue_all_is_one_statement(django_assert_num_queries):
    entries = [Entry("trial.hello", str(number)) for number in range(50)]
    with django_assert_num_queries(1):
        enqueue_all(entries, now=NOW)
    assert OutgoingMail.objects.count() == 50
    assert OutgoingMail.objects.values("message_id").distinct().count() == 50


def test_same_entry_again_changes_nothing():
    for later in range(3):
        enqueue(Entry("trial.hello", "1", "x"), now=NOW + timedelta(minutes=later))
    assert OutgoingMail.objects.values_list("created_at", flat=True).get() == NOW


def test_nothing_to_queue_asks_nothing(django_assert_num_queries, wakes):
    with django_assert_num_queries(0):
        enqueue_all([], now=NOW)
    assert wakes == []


def test_worker_is_woken_after_the_commit_and_only_for_what_is_due(
    wakes, django_capture_on_commit_callbacks
):
    later = Entry("trial.hello", "2", not_before=NOW + timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_all([Entry("trial.hello", "1"), later], now=NOW)
        assert wakes == []
    assert wakes == [[str(OutgoingMail.objects.get(ref="1").pk)]]
    assert OutgoingMail.objects.get(ref="2").not_before == NOW + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_transaction_leaves_neither_row_nor_wake_up(wakes):
    with transaction.atomic():
        enqueue(Entry("trial.hello", "1"), now=NOW)
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), wakes) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_failing_wake_up_does_not_reach_the_caller(monkeypatch):
    def fail(ids):
        raise RuntimeError("no broker")

    monkeypatch.setattr("outbox.services.wake", fail)
    with transaction.atomic():
        enqueue(Entry("trial.hello", "1"), now=NOW)
    assert OutgoingMail.objects.count() == 1


@pytest.fixture
def coach():
    return User.objects.create_user("coach")


@pytest.mark.parametrize("state", [State.FAILED, State.UNCERTAIN, State.CAPPED])
def test_resend_gives_a_fresh_set_of_tries(
    queued, coach, wakes, state, django_capture_on_commit_callbacks
):
    mail = queued()
    OutgoingMail.objects.update(state=state, attempt=7, tries=7, error_code="smtp-550")
    later = NOW + timedelta(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        again = resend(mail, by=coach, now=later)
    again.refresh_from_db()
    assert (again.state, again.tries, again.attempt) == (State.QUEUED, 0, 7)
    assert (again.first_due, again.not_before, again.error_code) == (later, later, "")
    assert again.event == f"opnieuw klaargezet door gebruiker {coach.pk}"
    assert again.message_id == mail.message_id
    assert wakes == [[str(mail.pk)]]
    assert claim(mail.pk, now=later).attempt == 8


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.QUEUED},
        {"state": State.RETRY},
        {"state": State.CANCELLED},
        {"state": State.SENT, "sent_at": NOW},
        {"state": State.SENDING, "lease_until": NOW, "attempt": 1},
    ],
)
def test_resend_of_what_went_out_or_is_underway_is_refused(queued, coach, facts):
    mail = queued()
    OutgoingMail.objects.update(**facts)
    with pytest.raises(NotResendable, match="al verstuurd of onderweg"):
        resend(mail, by=coach, now=NOW)
    assert OutgoingMail.objects.get().state == facts["state"]
