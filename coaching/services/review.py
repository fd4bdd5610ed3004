"""Taking a request up, and the answer yes or no."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from coaching import notifications
from coaching.services import booking
from outbox.services import enqueue_all
from requests_app.choices import Action
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest, DeclineReason
from requests_app.services import Actor, lock_request, transition
from requests_app.services.transitions import count_outcome, say


@retried
@transaction.atomic
def take_request(
    pk: UUID, *, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Take a new request up; who takes it is its coach."""
    request = lock_request(pk, version=version)
    transition(request, Action.TAKE, actor=Actor.staff(by), now=now, changes={"coach": by})
    return request


@retried
@transaction.atomic
def accept_request(
    pk: UUID, *, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Say that the talk can go on while a CSO is still being sought."""
    request = lock_request(pk, version=version)
    event = transition(request, Action.ACCEPT, actor=Actor.staff(by), now=now)
    if not request.moments.filter(start__gt=now).exists():
        raise RuleViolation(
            "Alle gewenste momenten zijn voorbij. Stel een ander moment voor.", field="moments"
        )
    enqueue_all(notifications.for_accepted(request, event), now=now)
    return request


@retried
@transaction.atomic
def decline_request(
    pk: UUID,
    reason_code: str,
    *,
    message: str = "",
    by: User,
    now: datetime,
    version: int | None = None,
) -> ConsultRequest:
    """Say no, with a reason from the list and its next step, and a personal word (N19).

    The word is kept encrypted and read on the requester's page; the mail only says it is there.
    """
    request = lock_request(pk, version=version)
    reason = DeclineReason.objects.filter(code=reason_code, active=True).first()
    if reason is None:
        raise RuleViolation("Kies een reden.", field="reason")
    event = transition(
        request,
        Action.DECLINE,
        actor=Actor.staff(by),
        now=now,
        reason=reason.code,
        changes={"decline_reason": reason},
    )
    say(event, message)
    cancelled = booking.drop_plans(request, event)
    count_outcome(request, reason=reason.code)
    enqueue_all(notifications.for_declined(request, event, cancelled), now=now)
    return request
