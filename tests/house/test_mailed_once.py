"""Nobody is mailed twice for one event, also when the step is tried again or comes in twice."""

from collections import Counter
from types import SimpleNamespace

import pytest
import time_machine
from django.db import OperationalError, transaction

from outbox import services as outbox
from outbox.mails import compose
from outbox.models import OutgoingMail
from requests_app import locking
from tests.factories import NOW
from tests.mail_examples import EXAMPLES

pytestmark = pytest.mark.django_db

# What people and jobs do, over the states of a request: each is done by the service itself.
ACTS = {function.__name__: function for function in EXAMPLES.values()}
each_act = pytest.mark.parametrize("act", [ACTS[name] for name in sorted(ACTS)], ids=sorted(ACTS))


class Locked(Exception):
    """What the driver of either database says when there is no turn."""

    pgcode = "55P03"
    sqlite_errorcode = 5


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("outbox.services.wake", lambda ids: None)
    with time_machine.travel(NOW, tick=False):
        yield


def queued():
    return Counter(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def sent():
    """Each mail that would leave now: what kind, about what, to whom."""
    rows = OutgoingMail.objects.order_by("created_at", "pk")
    messages = [(row.kind, compose(row)) for row in rows]
    return Counter((kind, each.subject, each.to[0]) for kind, each in messages if each)


@each_act
def test_one_event_is_one_mail_of_a_kind_for_each_receiver(act):
    act()

    assert sent().total() >= 1
    assert [mail for mail, count in sent().items() if count > 1] == []


@each_act
def test_step_that_is_tried_again_mails_once(act, monkeypatch):
    """The database breaks off after the mails were written: the step goes again, from the start."""
    with transaction.atomic():
        act()
        once = queued()
        transaction.set_rollback(True)
    wake, calls = outbox.wake_for, []

    def break_off(rows, *, now):
        calls.append(len(queued()))
        if len(calls) == 1:
            raise OperationalError("no turn") from Locked()
        wake(rows, now=now)

    # As in a request of its own: a service that is tried again stands outside any transaction.
    monkeypatch.setattr(locking, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(locking, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(outbox, "wake_for", break_off)
    try:
        with transaction.atomic():
            act()
    except OperationalError:  # nothing in this step tries again by itself: the caller does
        act()

    assert calls[0] >= 1
    assert len(calls) >= 2
    assert queued() == once


@each_act
def test_event_that_comes_in_twice_mails_once(act):
    act()
    rows = OutgoingMail.objects.order_by("pk").values_list("kind", "ref", "occasion")
    once = queued()
    outbox.enqueue_all([outbox.Entry(*row) for row in rows], now=NOW)

    assert queued() == once
