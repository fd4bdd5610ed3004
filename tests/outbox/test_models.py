import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction

from outbox.models import MailTask, MailText, OutgoingMail, new_message_id
from outbox.states import RESENDABLE, TROUBLED, WAITING, State
from tests.outbox.conftest import NOW
from tests.outbox.kinds import ADDRESS, PERSON

pytestmark = pytest.mark.django_db


def row(**facts):
    pk = uuid.uuid4()
    defaults = {"kind": "a", "ref": str(pk), "created_at": NOW, "first_due": NOW, "not_before": NOW}
    return OutgoingMail.objects.create(
        pk=pk, message_id=new_message_id(pk), **{**defaults, **facts}
    )


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": State.SENT},
        {"state": State.QUEUED, "sent_at": NOW},
        {"state": State.SENDING, "attempt": 1},
        {"state": State.SENDING, "lease_until": NOW, "attempt": 0},
        {"state": State.FAILED, "lease_until": NOW},
        {"state": State.BOUNCED},
        {"state": State.COMPLAINED},
        {"state": State.CAPPED, "sent_at": NOW},
        {"state": "thrown"},
    ],
)
def test_database_refuses_impossible_rows(impossible):
    """The constraints outbox_state_known, outbox_sent_has_time and outbox_sending_has_lease."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row(**impossible)


@pytest.mark.parametrize("state", [state for state in State if state not in TROUBLED])
def test_task_is_for_trouble_only(state):
    with pytest.raises(IntegrityError, match="outbox_task_for_trouble"), transaction.atomic():
        MailTask.objects.create(mail=row(), state=state, created_at=NOW)


def test_task_that_somebody_did_has_its_moment():
    user = User.objects.create_user("coach")
    with pytest.raises(IntegrityError, match="outbox_task_done_once"), transaction.atomic():
        MailTask.objects.create(mail=row(), state=State.FAILED, created_at=NOW, done_by=user)


def test_mail_has_one_task():
    mail = row()
    MailTask.objects.create(mail=mail, state=State.FAILED, created_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        MailTask.objects.create(mail=mail, state=State.BOUNCED, created_at=NOW)
    assert str(MailTask.objects.get()) == f"taak bij mail {mail.pk}"


def test_putting_a_task_again_opens_it():
    mail, user = row(), User.objects.create_user("coach")
    MailTask.objects.put(mail, State.FAILED, now=NOW)
    MailTask.objects.update(done_at=NOW, done_by=user)
    later = NOW + timedelta(hours=1)
    MailTask.objects.put(mail.pk, State.BOUNCED, now=later)
    task = MailTask.objects.get()
    assert (task.state, task.created_at, task.done_at) == (State.BOUNCED, later, None)
    assert mail.has_open_task


def test_words_of_a_kind_are_called_by_it():
    assert str(MailText(kind="requests.copy")) == "requests.copy"


def test_same_mail_twice_is_refused():
    row(kind="a", ref="1", occasion="x")
    row(kind="a", ref="1", occasion="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        row(kind="a", ref="1", occasion="x")


def test_due_is_what_waits_and_whose_time_has_come():
    expected = {row(state=state).pk for state in WAITING}
    row(not_before=NOW + timedelta(seconds=1))
    row(state=State.SENDING, lease_until=NOW, attempt=1)
    row(state=State.SENT, sent_at=NOW)
    row(state=State.FAILED)
    row(state=State.CANCELLED)
    assert set(OutgoingMail.objects.due(NOW).values_list("pk", flat=True)) == expected


def test_lease_expires_only_after_its_time():
    expired = row(state=State.SENDING, lease_until=NOW - timedelta(seconds=1), attempt=1)
    row(state=State.SENDING, lease_until=NOW, attempt=1)
    assert list(OutgoingMail.objects.lease_expired(NOW)) == [expired]


def test_failed_and_uncertain_can_be_sent_again():
    assert {state for state in State if OutgoingMail(state=state).is_resendable} == set(RESENDABLE)


def test_message_id_is_in_our_domain(settings):
    pk = uuid.uuid4()
    settings.DEFAULT_FROM_EMAIL = "Portaal <post@stad.voorbeeld.be>"
    assert new_message_id(pk) == f"<{pk}@stad.voorbeeld.be>"
    settings.DEFAULT_FROM_EMAIL = "webmaster"
    assert new_message_id(pk) == f"<{pk}@localhost>"


def test_row_holds_no_personal_data(queued):
    mail = queued()
    assert Group.objects.get(pk=mail.ref).name == PERSON
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_outgoingmail")
        stored = str(cursor.fetchall())
    assert mail.pk.hex in stored.replace("-", "")
    assert not [part for part in (PERSON, "Zahra", ADDRESS, "Proef") if part in stored]
    assert str(mail) == f"trial.hello {mail.pk}"
