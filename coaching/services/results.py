"""What became of a talk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from billing.services import HeldTalk, post_charge
from coaching import notifications, permissions, rules, selectors
from coaching.models import Appointment, Consultation
from coaching.services import booking
from coaching.states import NOT_HELD_OUTCOMES, AppointmentState, Outcome
from outbox.services import enqueue_all
from requests_app.choices import Action
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.services import Actor, lock_request, transition
from requests_app.services.transitions import count_outcome


@dataclass(frozen=True, slots=True)
class Held:
    """When the talk really began and ended (aware); why without an agreement, where needed."""

    start: datetime
    end: datetime
    waive_reason: str = ""


@retried
@transaction.atomic
def record_held(
    pk: UUID, held: Held, *, by: User, now: datetime, version: int | None = None
) -> Consultation:
    """Register a talk that took place, with its real length, and charge it in one transaction.

    When billing refuses the charge (AgreementMissing, NoTariff) nothing is registered.
    """
    request = lock_request(pk, version=version)
    event = transition(request, Action.COMPLETE, actor=Actor.staff(by), now=now)
    appointment = Appointment.objects.select_related("supporter").get(request=request)
    rules.check_started(appointment.start, now=now)
    minutes = rules.actual_minutes(held.start, held.end, now=now)
    _waive(appointment, held.waive_reason, by=by)
    consultation = Consultation.objects.create(
        appointment=appointment,
        outcome=Outcome.HELD,
        start=held.start,
        end=held.end,
        minutes=minutes,
        registered_by=by,
        registered_at=now,
    )
    booking.close(appointment, event, state=AppointmentState.DONE)
    talk = HeldTalk(
        organisation=request.organisation,
        request_reference=request.reference,
        start=held.start,
        minutes=minutes,
        counts=request.involves_client,
        file_reference=selectors.file_reference(request),
        waived_by=appointment.agreement_waived_by,
    )
    post_charge(talk, by=by, now=now)
    count_outcome(request, minutes=minutes)
    enqueue_all(notifications.for_registered(request, event), now=now)
    return consultation


@retried
@transaction.atomic
def record_not_held(
    pk: UUID, outcome: str, *, by: User, now: datetime, version: int | None = None
) -> Consultation:
    """Register that a planned talk did not take place: it does not count and costs nothing (D3)."""
    request = lock_request(pk, version=version)
    event = transition(
        request, Action.RECORD_NOT_HELD, actor=Actor.staff(by), now=now, reason=outcome
    )
    if outcome not in NOT_HELD_OUTCOMES:
        raise RuleViolation("Kies waarom het gesprek niet doorging.", field="outcome")
    appointment = Appointment.objects.select_related("supporter").get(request=request)
    rules.check_started(appointment.start, now=now)
    consultation = Consultation.objects.create(
        appointment=appointment, outcome=outcome, registered_by=by, registered_at=now
    )
    booking.free_slots(request)
    booking.close(appointment, event, state=AppointmentState.NOT_HELD)
    count_outcome(request, reason=outcome)
    enqueue_all(notifications.for_not_held(request, event), now=now)
    return consultation


def _waive(appointment: Appointment, reason: str, *, by: User) -> None:
    """Note on the appointment that the coördinator lets it go without an agreement."""
    if not reason:
        return
    if not permissions.may_waive_agreement(by):
        raise RuleViolation(
            "Alleen de coördinator kan een gesprek zonder overeenkomst toelaten.",
            field="waive_reason",
        )
    appointment.agreement_waived_by = by
    appointment.agreement_waived_reason = reason
    appointment.save(update_fields=["agreement_waived_by", "agreement_waived_reason"])
