"""A request that ends from outside the desk takes its plans with it."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from coaching import notifications
from coaching.services import booking
from outbox.services import enqueue_all
from requests_app.locking import retried
from requests_app.models import ConsultRequest
from requests_app.services import Actor, cancel_request, withdraw_consent


@retried
def cancel_by_coach(
    pk: UUID, *, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Cancel an open request on behalf of the organisation; its plans go with it."""
    return cancel_request(pk, actor=Actor.staff(by), now=now, version=version)


@retried
def withdraw_by_coach(
    pk: UUID, *, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Record that the client withdrew the agreement, told by telephone (C4).

    The client block is erased at once, an open request is cancelled; the proof stays.
    """
    return withdraw_consent(pk, actor=Actor.staff(by), now=now, version=version)


def drop_plans_of_ended_request(
    *, request: ConsultRequest, now: datetime, **_signal: object
) -> None:
    """Receive `request_ended`: cancel the appointment, free the CSO, tell the CSO.

    Raises TalkBegun, and so undoes the cancelling, once the talk has begun. (A client who withdraws
    the agreement is erased all the same; the talk that took place is still to be registered.)
    """
    booking.check_not_started(request, now=now)
    event = request.events.get(version=request.version)
    cancelled = booking.drop_plans(request, event)
    enqueue_all(notifications.for_dropped(cancelled), now=now)
