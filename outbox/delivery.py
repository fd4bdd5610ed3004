"""Claim a mail, send it, write down how it went: in that order, in separate transactions.

Marking before sending would lose mail, sending inside the claim would hold a lock for as long as
the mail server likes. After a crash the lease runs out and the mail goes again under the same
Message-ID.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
)
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils.crypto import salted_hmac

from outbox.errors import MailInvalid
from outbox.mails import compose
from outbox.models import MailTask, OutgoingMail
from outbox.once import wait_turn
from outbox.rules import CAP_WINDOW, Refusal, Verdict, backoff, judge_http, judge_smtp
from outbox.selectors import is_beyond_origin_cap, is_beyond_recipient_cap
from outbox.states import State

logger = logging.getLogger(__name__)

# Longer than any sending can take: the task's hard time limit is shorter.
LEASE = timedelta(seconds=90)
RECIPIENT_SALT = "outbox.recipient"
LOST_WORKER = "lost-worker"


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended."""

    state: State
    code: str = ""
    provider_id: str = ""


def deliver(pk: UUID | str, *, now: datetime) -> State | None:
    """Send one mail if it is due; None when it is not, or someone else has it."""
    mail = claim(pk, now=now)
    return None if mail is None else settle(mail, attempt(mail, now=now), now=now)


def claim(pk: UUID | str, *, now: datetime) -> OutgoingMail | None:
    with transaction.atomic():
        due = OutgoingMail.objects.due(now).select_for_update(skip_locked=True, of=("self",))
        mail = due.filter(pk=pk).first()
        if mail is None:
            return None
        mail.state = State.SENDING
        mail.attempt += 1
        mail.tries += 1
        mail.lease_until = now + LEASE
        mail.save(update_fields=["state", "attempt", "tries", "lease_until"])
    return mail


def attempt(mail: OutgoingMail, *, now: datetime) -> Outcome:
    """Render and send; every way this can end is an outcome, not an exception."""
    try:
        message = compose(mail)
    except MailInvalid as error:
        return Outcome(State.FAILED, f"invalid-{error.code}")
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # a mail of any room can break in any way; it must be seen
        logger.exception("mail %s cannot be rendered", mail.pk)
        return Outcome(State.FAILED, f"render-{type(error).__name__}"[:60])
    if message is None:
        return Outcome(State.CANCELLED)
    if not admit(mail, message, now=now):
        return Outcome(State.CAPPED)
    refusal = send(message)
    if refusal is None:
        return Outcome(State.SENT, provider_id=_provider_id(message))
    return Outcome(State(refusal.verdict.value), refusal.code)


def admit(mail: OutgoingMail, message: EmailMultiAlternatives, *, now: datetime) -> bool:
    """Whether the caps of the hour let this mail go; one that a person sends again always goes."""
    if mail.is_sent_by_hand:
        return True
    if is_beyond_origin_cap(mail):
        return False
    by_stranger = message.stranger_decides  # type: ignore[attr-defined]
    return not by_stranger or take_place(mail, message.to[0], now=now)


def take_place(mail: OutgoingMail, address: str, *, now: datetime) -> bool:
    """Count this mail among those to its mailbox, if there is room; one worker at a time."""
    keys = [recipient_key(address, day=moment) for moment in (now, now - CAP_WINDOW)]
    with transaction.atomic():
        wait_turn(keys[0])
        if is_beyond_recipient_cap(mail, keys, now=now):
            return False
        OutgoingMail.objects.filter(pk=mail.pk).update(recipient_key=keys[0])
    return True


def recipient_key(address: str, *, day: datetime) -> str:
    """A keyed hash of a mailbox that is the same for one day (UTC) and says nothing after it.

    What stands after a plus reaches the same mailbox.
    """
    name, _, domain = address.strip().lower().rpartition("@")
    subject = f"{day:%Y-%m-%d} {name.partition('+')[0]}@{domain}"
    return salted_hmac(RECIPIENT_SALT, subject, algorithm="sha256").hexdigest()[:32]


def send(message: EmailMultiAlternatives) -> Refusal | None:
    """Hand the message over; None when it was taken."""
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        return Refusal(Verdict.RETRY, f"connect-{type(error).__name__}"[:60])
    try:
        connection.send_messages([message])
    except (SMTPException, OSError, AnymailError) as error:
        return judge(error)
    except ValueError:  # an address that cannot be written down: found before anything is sent
        return Refusal(Verdict.FAILED, "invalid-address")
    finally:
        _close(connection)
    return None


def judge(error: Exception) -> Refusal:
    """What an error while handing over means; after it, nobody knows unless the server said so."""
    match error:
        case SMTPRecipientsRefused(recipients=recipients):
            return judge_smtp(next(iter(recipients.values()))[0])
        case SMTPResponseException(smtp_code=code):
            return judge_smtp(code)
        case AnymailRecipientsRefused():
            return Refusal(Verdict.FAILED, "recipient-refused")
        case AnymailAPIError(status_code=status):
            return judge_http(status)
        case _:
            return Refusal(Verdict.UNCERTAIN, f"lost-{type(error).__name__}"[:60])


def settle(mail: OutgoingMail, outcome: Outcome, *, now: datetime) -> State | None:
    """Write the result behind the fence; None when the mail was taken from us meanwhile."""
    state, wait = outcome.state, None
    if state in {State.RETRY, State.UNCERTAIN}:
        wait = backoff(mail.tries, settings.OUTBOX_RETRY_SECONDS)
        state = state if wait else State.FAILED
    ours = OutgoingMail.objects.filter(pk=mail.pk, attempt=mail.attempt, state=State.SENDING)
    with transaction.atomic():
        written = ours.update(
            state=state,
            lease_until=None,
            not_before=now + wait if wait else mail.not_before,
            sent_at=now if state == State.SENT else None,
            provider_id=outcome.provider_id,
            error_code=outcome.code,
            event=state.label,
        )
        if written and state == State.FAILED:
            MailTask.objects.put(mail, state, now=now)
    return state if written else None


def _provider_id(message: EmailMultiAlternatives) -> str:
    status = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or "")[:255]


def _close(connection: object) -> None:
    """Saying goodbye may fail without meaning anything for the mail."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (SMTPException, OSError):
        logger.info("the mail server left before goodbye")


def release_expired(*, now: datetime) -> int:
    """Free mail whose worker died; whether it went out is unknown, so it goes again (or fails)."""
    expired = OutgoingMail.objects.lease_expired(now)
    spent = expired.filter(tries__gt=len(settings.OUTBOX_RETRY_SECONDS)).order_by("pk")
    given_up = sum(_give_up(pk, now=now) for pk in spent.values_list("pk", flat=True))
    freed = expired.update(
        state=State.UNCERTAIN,
        lease_until=None,
        not_before=now,
        error_code=LOST_WORKER,
        event=State.UNCERTAIN.label,
    )
    return given_up + freed


@transaction.atomic
def _give_up(pk: UUID, *, now: datetime) -> int:
    written = (
        OutgoingMail.objects.lease_expired(now)
        .filter(pk=pk)
        .update(
            state=State.FAILED,
            lease_until=None,
            error_code=LOST_WORKER,
            event=State.FAILED.label,
        )
    )
    if written:
        MailTask.objects.put(pk, State.FAILED, now=now)
    return written
