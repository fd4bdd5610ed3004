"""Kinds of mail, a mail server, and a row to send."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.template import engines

from outbox.mails import register, unregister
from outbox.models import OutgoingMail
from outbox.services import Entry, enqueue
from outbox.waking import breaker, rush
from tests.outbox.kinds import KINDS, PERSON, TEMPLATES

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, TEMPLATES])
    for kind in KINDS:
        register(kind)
    yield
    for kind in KINDS:
        unregister(kind)


@pytest.fixture(autouse=True)
def wakes(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the worker would be told; it is told nothing in these tests."""
    told: list[list[str]] = []
    monkeypatch.setattr("outbox.services.wake", told.append)
    monkeypatch.setattr(breaker, "quiet_until", 0.0)
    monkeypatch.setattr(rush, "quiet_until", 0.0)
    return told


@pytest.fixture
def person(db: None) -> Group:
    return Group.objects.create(name=PERSON)


@pytest.fixture
def queued(person: Group) -> Callable[..., OutgoingMail]:
    """Put a mail about the person in the outbox and give its row."""

    def queue(kind: str = "trial.hello", **facts: Any) -> OutgoingMail:
        enqueue(Entry(kind, str(person.pk), **facts), now=NOW)
        return OutgoingMail.objects.get(kind=kind, occasion=facts.get("occasion", ""))

    return queue
