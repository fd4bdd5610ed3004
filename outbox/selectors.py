"""How the outbox is doing, for the sweep, the health address and the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from outbox.models import Heartbeat, OutgoingMail

SWEEP = "outbox.sweep"


@dataclass(frozen=True)
class QueueHealth:
    """`oldest_unsent` counts from the moment a mail could first go; None when none waits."""

    oldest_unsent: timedelta | None
    failed: int
    last_sweep: datetime | None


def due_ids(now: datetime, *, limit: int) -> list[UUID]:
    """The mails to send now, longest waiting first."""
    due = OutgoingMail.objects.due(now).order_by("not_before", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def oldest_unsent_age(now: datetime) -> timedelta | None:
    """How long the longest waiting mail waits; mail meant for later does not count."""
    waiting = OutgoingMail.objects.unsent().filter(first_due__lte=now)
    oldest = waiting.order_by("first_due").values_list("first_due", flat=True).first()
    return None if oldest is None else now - oldest


def failed_count() -> int:
    return OutgoingMail.objects.failed().count()


def queue_health(now: datetime) -> QueueHealth:
    beat = Heartbeat.objects.filter(name=SWEEP).first()
    return QueueHealth(oldest_unsent_age(now), failed_count(), beat.at if beat else None)
