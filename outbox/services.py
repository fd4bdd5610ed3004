"""Put mail in the outbox, send it again, and hear what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from anymail.signals import AnymailTrackingEvent, EventType
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from outbox.errors import NotResendable
from outbox.models import MailTask, OutgoingMail, new_message_id
from outbox.states import REPORTED, State
from outbox.waking import wake


@dataclass(frozen=True)
class Entry:
    """One mail to send: `ref` is the key of what it is about, `occasion` tells repeats apart."""

    kind: str
    ref: str
    occasion: str = ""
    not_before: datetime | None = None
    # The day key of the network that asked for it, where a stranger decides to whom it goes (S9).
    origin: str = ""

    def __post_init__(self) -> None:
        """The insert ignores conflicts, and on SQLite much more than that: judge here."""
        fits = 0 < len(self.kind) <= 60 and 0 < len(self.ref) <= 64 and len(self.occasion) <= 64
        if not fits:
            raise ValueError("A mail needs a kind and a ref, and they must fit their columns.")


def enqueue(entry: Entry, *, now: datetime) -> None:
    """Queue one mail in the caller's transaction; the same entry twice is one mail."""
    enqueue_all([entry], now=now)


def enqueue_all(entries: Iterable[Entry], *, now: datetime) -> None:
    """Queue mails with one statement, and wake the worker once the transaction is in."""
    rows = prepared(entries, now=now)
    if rows:
        OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
        wake_for(rows, now=now)


def prepared(entries: Iterable[Entry], *, now: datetime) -> list[OutgoingMail]:
    """Return the rows of mails that cannot be there yet, for the caller to insert itself.

    The caller inserts them in its own transaction and calls `wake_for` in it.
    """
    return [_row(entry, now) for entry in entries]


def wake_for(rows: Iterable[OutgoingMail], *, now: datetime) -> None:
    """Wake the worker for mails that the caller inserted, once its transaction is in."""
    if due := [str(row.pk) for row in rows if row.not_before <= now]:
        wake_on_commit(due)


def wake_on_commit(ids: list[str]) -> None:
    """Whatever goes wrong with it, the caller's work is done and must not fail."""
    transaction.on_commit(lambda: wake(ids), robust=True)


def _row(entry: Entry, now: datetime) -> OutgoingMail:
    pk = uuid4()
    return OutgoingMail(
        pk=pk,
        kind=entry.kind,
        ref=entry.ref,
        occasion=entry.occasion,
        created_at=now,
        first_due=entry.not_before or now,
        not_before=entry.not_before or now,
        message_id=new_message_id(pk),
        origin_key=entry.origin,
    )


@transaction.atomic
def resend(mail: OutgoingMail, *, by: User, now: datetime) -> OutgoingMail:
    """Give a mail that failed, or may have, a fresh set of tries; raise NotResendable."""
    locked = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not locked.is_resendable:
        raise NotResendable("Deze mail is al verstuurd of onderweg. Je hoeft niets te doen.")
    locked.state = State.QUEUED
    locked.sent_at = None
    locked.tries = 0
    locked.first_due = locked.not_before = now
    locked.error_code = ""
    locked.event = f"opnieuw klaargezet door gebruiker {by.pk}"
    changed = ["state", "sent_at", "tries", "first_due", "not_before", "error_code", "event"]
    locked.save(update_fields=changed)
    close_task(locked, by=by, now=now)
    wake_on_commit([str(locked.pk)])
    return locked


def close_task(mail: OutgoingMail, *, by: User, now: datetime) -> bool:
    """Write down who looked at a mail that had trouble; False when nobody was asked to."""
    open_one = MailTask.objects.open().filter(mail=mail)
    return bool(open_one.update(done_at=now, done_by=by))


# What Anymail calls the reports that matter; it gives every mail service the same words.
MEANINGS = {
    EventType.BOUNCED: State.BOUNCED,
    EventType.REJECTED: State.BOUNCED,
    EventType.FAILED: State.BOUNCED,
    EventType.COMPLAINED: State.COMPLAINED,
}


def take_event(*, event: AnymailTrackingEvent, **_signal: Any) -> None:
    """Receive Anymail's `tracking` signal: what a mail service says about a mail it took.

    Of the event only our own reference and the service's number are read; nothing of it is kept.
    """
    state = MEANINGS.get(event.event_type)
    if state is not None:
        reference = str((event.metadata or {}).get("mail") or "")
        report(state, reference=reference, provider_id=event.message_id or "", now=timezone.now())


@transaction.atomic
def report(state: State, *, reference: str, provider_id: str, now: datetime) -> bool:
    """Turn a mail red and ask a person to look; False when there is nothing new in it.

    Repeated reports, reports in another order and reports on mail that is not ours change nothing.
    """
    mail = _reported_mail(reference, provider_id[:255])
    if mail is None or mail.state not in REPORTED[state]:
        return False
    if provider_id and _is_about_earlier(mail, provider_id[:255]):
        return False
    mail.state = state
    mail.sent_at = mail.sent_at or now
    mail.lease_until = None
    mail.provider_id = provider_id[:255] or mail.provider_id
    mail.event = state.label
    mail.save(update_fields=["state", "sent_at", "lease_until", "provider_id", "event"])
    MailTask.objects.put(mail, state, now=now)
    return True


def _reported_mail(reference: str, provider_id: str) -> OutgoingMail | None:
    """By our own reference; without one by the number that the service gave."""
    rows = OutgoingMail.objects.select_for_update(of=("self",)).order_by("pk")
    try:
        return rows.filter(pk=UUID(reference)).first()
    except ValueError:
        return rows.filter(provider_id=provider_id).first() if provider_id else None


def _is_about_earlier(mail: OutgoingMail, provider_id: str) -> bool:
    """Whether the number is of a sending before the one that the row speaks of."""
    if mail.state in {State.SENDING, State.UNCERTAIN}:
        return provider_id == mail.provider_id
    return bool(mail.provider_id) and provider_id != mail.provider_id
