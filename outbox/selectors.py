"""How the outbox is doing, for the sweep, the health address and the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from outbox.models import Heartbeat, MailTask, OutgoingMail
from outbox.rules import CAP_WINDOW
from outbox.states import WAITING, State

SWEEP = "outbox.sweep"


@dataclass(frozen=True)
class QueueHealth:
    """`oldest_unsent` counts from the moment a mail could first go; None when none waits."""

    oldest_unsent: timedelta | None
    failed: int
    last_sweep: datetime | None
    to_look_at: int = 0


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
    return QueueHealth(
        oldest_unsent=oldest_unsent_age(now),
        failed=failed_count(),
        last_sweep=beat.at if beat else None,
        to_look_at=open_task_count(),
    )


def open_task_count() -> int:
    """How many mails wait for a person to look at them (M4)."""
    return MailTask.objects.open().count()


def is_capped(kind: str, ref: str, *, now: datetime) -> bool:
    """Whether the newest mail of this kind about this object is held back by a cap (S9).

    Answers before the worker came by too, as far as the network goes; whether the mailbox had its
    share shows only when the worker has been there.
    """
    rows = OutgoingMail.objects.filter(kind=kind, ref=ref, created_at__lte=now)
    newest = rows.order_by("-created_at", "pk").first()
    if newest is None:
        return False
    waits = newest.state in WAITING and not newest.is_sent_by_hand
    return newest.state == State.CAPPED or (waits and is_beyond_origin_cap(newest))


def is_beyond_origin_cap(mail: OutgoingMail) -> bool:
    """Whether one network asked for so much in the hour before this mail that it has to stay.

    Counts who came first, and not who was sent first, so the answer never changes.
    """
    if not settings.THROTTLE or not mail.origin_key:
        return False
    earlier = OutgoingMail.objects.filter(
        Q(created_at__lt=mail.created_at) | Q(created_at=mail.created_at, pk__lt=mail.pk),
        origin_key=mail.origin_key,
        created_at__gt=mail.created_at - CAP_WINDOW,
    )
    return earlier.count() >= settings.OUTBOX_CAP_PER_ORIGIN


def is_beyond_recipient_cap(mail: OutgoingMail, keys: Collection[str], *, now: datetime) -> bool:
    """Whether this mailbox had its share of the hour of this kind; `keys` are its day keys then.

    Each kind has its own share: nobody can keep a code out by asking for copies.
    """
    if not settings.THROTTLE:
        return False
    perhaps_sent = Q(state__in=(State.SENDING, State.UNCERTAIN)) | Q(sent_at__gt=now - CAP_WINDOW)
    others = OutgoingMail.objects.filter(perhaps_sent, recipient_key__in=keys, kind=mail.kind)
    return others.exclude(pk=mail.pk).count() >= settings.OUTBOX_CAP_PER_RECIPIENT
