"""What the requester says about the CSO who comes: fine, or rather somebody else (N7).

Nobody asks why, and nothing but the exclusion is kept.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coaching import notifications
from coaching.models import Appointment, Supporter, SupporterExclusion
from coaching.services import booking
from outbox.services import enqueue_all
from requests_app.choices import Action, State
from requests_app.errors import IllegalTransition, RuleViolation, TalkBegun
from requests_app.locking import retried
from requests_app.models import ConsultRequest
from requests_app.services import Actor, lock_request, transition

NOT_PLANNED = "Er is nu geen gesprek met een CSO ingepland."
BEGUN = "Dit gesprek is al begonnen. Mail of bel ons als er iets is."
NOT_COMING = "Deze CSO komt niet meer mee. Kijk na wie er nu komt."


@retried
@transaction.atomic
def accept_supporter(pk: UUID, *, now: datetime, version: int | None = None) -> Appointment:
    """Note that the requester finds the CSO of a planned talk fine; a second time changes nothing."""
    request = lock_request(pk, version=version)
    appointment = _planned(request, now=now)
    if appointment.supporter_accepted_at is None:
        appointment.supporter_accepted_at = now
        appointment.save(update_fields=["supporter_accepted_at"])
    return appointment


@retried
@transaction.atomic
def ask_other_supporter(
    pk: UUID, supporter_id: int, *, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Let the CSO of a planned talk go because the requester would rather have somebody else.

    The CSO does not come for this request any more, nor for one that follows it. The search
    reopens; the CSO reads that the appointment is off, not why.
    """
    request = lock_request(pk, version=version)
    appointment = _planned(request, now=now)
    if supporter_id not in coming(appointment):
        raise RuleViolation(NOT_COMING)
    event = transition(request, Action.OTHER_SUPPORTER, actor=Actor.requester(), now=now)
    exclude(request, supporter_id, now=now)
    cancelled = booking.drop_plans(request, event)
    enqueue_all(notifications.for_other_supporter(request, event, cancelled), now=now)
    return request


def exclude(request: ConsultRequest, supporter_id: int, *, now: datetime) -> None:
    """Keep that a CSO does not come for a locked request; once is enough."""
    SupporterExclusion.objects.get_or_create(
        request=request, supporter_id=supporter_id, defaults={"at": now}
    )


def coming(appointment: Appointment) -> set[int]:
    """Return the keys of every CSO of an appointment."""
    companions = appointment.companions.values_list("supporter", flat=True)
    return {appointment.supporter_id, *companions}


def accepted_still(appointment: Appointment, supporter: Supporter) -> datetime | None:
    """Return when this CSO was found fine; None as soon as another one comes."""
    same = appointment.supporter_id == supporter.pk
    return appointment.supporter_accepted_at if same else None


def _planned(request: ConsultRequest, *, now: datetime) -> Appointment:
    """Return the appointment of a locked request that is still to begin."""
    appointment = booking.appointment_of(request)
    if request.state != State.PLANNED or appointment is None:
        raise IllegalTransition(NOT_PLANNED)
    if appointment.start <= now:
        raise TalkBegun(BEGUN)
    return appointment
