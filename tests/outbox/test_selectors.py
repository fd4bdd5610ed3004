from datetime import timedelta

import pytest

from outbox.delivery import claim, deliver
from outbox.models import Heartbeat, OutgoingMail
from outbox.selectors import SWEEP, QueueHealth, due_ids, failed_count, queue_health
from outbox.states import State
from tests.outbox.conftest import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_empty_outbox_is_healthy():
    assert queue_health(NOW) == QueueHealth(oldest_unsent=None, failed=0, last_sweep=None)


def test_age_counts_from_when_a_mail_could_first_go(queued, smtp):
    smtp.refuse_data = "451 later"
    mail = queued()
    queued(occasion="later", not_before=NOW + HOUR)
    deliver(mail.pk, now=NOW + timedelta(minutes=10))
    assert queue_health(NOW + timedelta(minutes=30)).oldest_unsent == timedelta(minutes=30)


def test_mail_that_is_being_sent_still_counts(queued):
    claim(queued().pk, now=NOW)
    assert queue_health(NOW + HOUR).oldest_unsent == HOUR


def test_what_went_out_or_failed_is_not_waiting(queued, smtp):
    deliver(queued().pk, now=NOW)
    deliver(queued("trial.two").pk, now=NOW)
    Heartbeat.objects.create(name=SWEEP, at=NOW)
    assert queue_health(NOW + HOUR) == QueueHealth(
        oldest_unsent=None, failed=1, last_sweep=NOW, to_look_at=1
    )
    assert failed_count() == OutgoingMail.objects.filter(state=State.FAILED).count()


def test_longest_waiting_goes_first(queued):
    mails = [queued(occasion=f"-{number}", not_before=NOW - number * HOUR) for number in range(3)]
    assert due_ids(NOW, limit=2) == [mails[2].pk, mails[1].pk]
