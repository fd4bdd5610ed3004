from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import periodic
from outbox.delivery import LEASE, claim
from outbox.models import Heartbeat, OutgoingMail
from outbox.periodic import sweep
from outbox.selectors import SWEEP
from outbox.states import State
from tests.threads import together

pytestmark = pytest.mark.django_db


def states():
    return list(OutgoingMail.objects.order_by("occasion").values_list("state", flat=True))


def test_sweep_sends_what_is_due_and_leaves_its_mark(queued, smtp):
    began = timezone.now()
    due = queued()
    queued(occasion="later", not_before=began + timedelta(hours=1))
    sweep()
    sweep()
    assert states() == [State.SENT, State.QUEUED]
    assert smtp.message_ids == [due.message_id]
    beat = Heartbeat.objects.get()
    assert (beat.name, str(beat)) == (SWEEP, SWEEP)
    assert began <= beat.at <= timezone.now()


def test_sweep_frees_and_sends_what_a_dead_worker_left(queued, smtp):
    mail = queued()
    claim(mail.pk, now=timezone.now() - LEASE - timedelta(seconds=1))
    sweep()
    assert states() == [State.SENT]
    assert smtp.message_ids == [mail.message_id]


def test_sweep_leaves_a_living_worker_alone(queued, smtp):
    claim(queued().pk, now=timezone.now())
    sweep()
    assert (states(), smtp.messages) == ([State.SENDING], [])


def test_sweep_takes_a_batch_at_a_time(queued, smtp, monkeypatch):
    monkeypatch.setattr(periodic, "BATCH", 2)
    for number in range(3):
        queued(occasion=f"-{number}")
    sweep()
    assert len(smtp.messages) == 2
    sweep()
    assert len(smtp.messages) == 3


def test_sweep_stops_when_its_time_is_up(queued, smtp, monkeypatch):
    monkeypatch.setattr(periodic, "time_left", lambda deadline: False)
    queued()
    sweep()
    assert (states(), smtp.messages) == ([State.QUEUED], [])


@pytest.mark.django_db(transaction=True)
def test_two_beats_send_nothing_twice(queued, smtp):
    mails = [queued(occasion=f"-{number}") for number in range(10)]
    together(3, lambda _: sweep())
    sweep()
    assert states() == [State.SENT] * 10
    assert sorted(smtp.message_ids) == sorted(mail.message_id for mail in mails)


def test_sweep_does_nothing_while_another_runs(queued, smtp, monkeypatch):
    class Taken:
        def __init__(self, name):
            assert name == SWEEP

        def __enter__(self):
            return False

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(periodic, "once", Taken)
    queued()
    sweep()
    assert (states(), smtp.messages, Heartbeat.objects.count()) == ([State.QUEUED], [], 0)
