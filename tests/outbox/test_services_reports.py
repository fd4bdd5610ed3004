import pytest
from django.contrib.auth.models import User

from outbox.delivery import Outcome, claim, deliver, release_expired, settle
from outbox.models import MailTask, OutgoingMail
from outbox.selectors import open_task_count, queue_health
from outbox.services import close_task, report, resend
from outbox.states import LEFT, REPORTED, TROUBLED, State
from tests.outbox.conftest import NOW
from tests.outbox.test_delivery import LEASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach():
    return User.objects.create_user("coach")


def in_state(mail, state, **facts):
    OutgoingMail.objects.update(
        state=state,
        attempt=1,
        tries=1,
        sent_at=NOW if state in LEFT else None,
        lease_until=NOW + LEASE if state == State.SENDING else None,
        **facts,
    )
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("reported", [State.BOUNCED, State.COMPLAINED])
@pytest.mark.parametrize("state", State)
def test_report_only_goes_forward(queued, state, reported):
    mail = in_state(queued(), state)
    taken = report(reported, reference=str(mail.pk), provider_id="", now=NOW)
    mail.refresh_from_db()
    assert taken == (state in REPORTED[reported])
    assert mail.state == (reported if taken else state)
    assert MailTask.objects.filter(mail=mail, state=reported).count() == taken
    if taken:
        assert (mail.sent_at, mail.lease_until) == (NOW, None)


def test_nothing_is_reported_on_what_never_left():
    never = {State.QUEUED, State.RETRY, State.CANCELLED, State.CAPPED}
    assert not never & {state for states in REPORTED.values() for state in states}
    assert set(REPORTED) < set(TROUBLED)


def test_report_that_is_faster_than_our_own_pen_wins(queued):
    """The service answers and reports before the worker wrote down that it took the mail."""
    mail = queued()
    claimed = claim(mail.pk, now=NOW)
    assert report(State.BOUNCED, reference=str(mail.pk), provider_id="new", now=NOW)
    assert settle(claimed, Outcome(State.SENT, provider_id="new"), now=NOW) is None
    mail.refresh_from_db()
    assert (mail.state, mail.provider_id) == (State.BOUNCED, "new")


def test_report_on_an_earlier_sending_leaves_the_one_underway(queued):
    mail = in_state(queued(), State.SENDING, provider_id="old")
    assert not report(State.BOUNCED, reference=str(mail.pk), provider_id="old", now=NOW)
    assert report(State.BOUNCED, reference=str(mail.pk), provider_id="new", now=NOW)


def test_mail_that_could_not_be_sent_asks_for_somebody_once(queued, coach):
    mail = queued("trial.two")
    deliver(mail.pk, now=NOW)
    assert MailTask.objects.values_list("mail", "state").get() == (mail.pk, State.FAILED)
    assert (open_task_count(), queue_health(NOW).to_look_at) == (1, 1)
    assert close_task(mail, by=coach, now=NOW)
    assert not close_task(mail, by=coach, now=NOW)
    assert open_task_count() == 0
    resend(mail, by=coach, now=NOW)
    deliver(mail.pk, now=NOW)
    task = MailTask.objects.get()
    assert (task.done_at, task.done_by) == (None, None)


def test_mail_that_is_tried_again_asks_for_nobody_yet(queued, smtp):
    smtp.refuse_data = "451 later"
    deliver(queued().pk, now=NOW)
    assert MailTask.objects.count() == 0


def test_mail_that_kills_every_worker_asks_for_somebody(queued, settings):
    settings.OUTBOX_RETRY_SECONDS = []
    mail = queued()
    claim(mail.pk, now=NOW)
    later = NOW + 2 * LEASE
    assert (release_expired(now=later), release_expired(now=later)) == (1, 0)
    assert MailTask.objects.values_list("mail", "state", "created_at").get() == (
        mail.pk,
        State.FAILED,
        later,
    )


def test_sending_again_closes_the_task_and_takes_back_the_moment(queued, coach):
    mail = in_state(queued(), State.SENT)
    report(State.BOUNCED, reference=str(mail.pk), provider_id="", now=NOW)
    again = resend(mail, by=coach, now=NOW)
    assert (again.state, again.sent_at) == (State.QUEUED, None)
    assert MailTask.objects.values_list("done_at", "done_by").get() == (NOW, coach.pk)
