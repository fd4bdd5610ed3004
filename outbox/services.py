"""Put mail in the outbox, and send it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from outbox.errors import NotResendable
from outbox.models import OutgoingMail, new_message_id
from outbox.states import State
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
def resend(mail: OutgoingMail, *, by: AbstractBaseUser, now: datetime) -> OutgoingMail:
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
    wake_on_commit([str(locked.pk)])
    return locked
