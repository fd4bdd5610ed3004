"""The time of a CSO: locking it, holding it for a proposal, booking it, giving it back.

Order of locks in this room: CSO, request, organisation; billing locks its counter after those.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from coaching import rules, selectors
from coaching.errors import SupporterTaken
from coaching.models import (
    Appointment,
    AppointmentCompanion,
    AppointmentVersion,
    BookedSlot,
    Proposal,
    Supporter,
)
from coaching.states import AppointmentState, ProposalState
from requests_app.errors import RuleViolation
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.rules import local_date

TAKEN = "Deze CSO is op dat moment net ingepland voor iets anders. Kies een andere CSO of moment."


def lock_supporter(pk: int) -> Supporter:
    """Return a CSO under a row lock; take it before the lock on the request."""
    supporters = Supporter.objects.select_for_update(of=("self",), no_key=True)
    supporter = supporters.filter(pk=pk).first()
    if supporter is None:
        raise RuleViolation("Kies een CSO uit de lijst.", field="supporter")
    return supporter


def lock_supporters(pks: Iterable[int]) -> dict[int, Supporter]:
    """Return CSOs under row locks, by key.

    Taken one after the other in the order of their keys, so that two plans with the same CSOs
    never wait for each other in a ring.
    """
    return {pk: lock_supporter(pk) for pk in sorted(set(pks))}


def check_fits(
    supporter: Supporter, request: ConsultRequest, starts: Iterable[datetime], *, minutes: int
) -> None:
    """Refuse a locked CSO who cannot do every one of these moments; raise SupporterTaken or why."""
    for start in starts:
        facts = selectors.facts_of(supporter, request, start, minutes=minutes)
        rules.check_supporter(facts, day=local_date(start))


def book(
    request: ConsultRequest,
    event: StatusEvent,
    appointment: Appointment,
    companions: Sequence[Supporter] = (),
) -> AppointmentVersion:
    """Save an appointment (new, or changed) with its quarters of an hour and its new version.

    Everything that was held for the request before is given back first. The CSO and the
    companions, who are exactly these from now on, are locked.
    """
    free_slots(request)
    appointment.state = AppointmentState.CONFIRMED
    if not appointment._state.adding:
        appointment.sequence += 1
    appointment.save()
    AppointmentCompanion.objects.filter(appointment=appointment).delete()
    AppointmentCompanion.objects.bulk_create(
        AppointmentCompanion(appointment=appointment, supporter=companion)
        for companion in companions
    )
    start, end = appointment.start, appointment.end
    _insert(
        BookedSlot(supporter=each, start=slot, appointment=appointment)
        for each in (appointment.supporter, *companions)
        for slot in rules.slots(start, end, travel_minutes=each.travel_minutes)
    )
    return write_version(appointment, event)


def hold(proposal: Proposal, supporter: Supporter, starts: Iterable[datetime]) -> None:
    """Hold a locked CSO for every moment of a proposal, until it is answered.

    What the request's own appointment already takes stays with the appointment.
    """
    request = proposal.request
    length = timedelta(minutes=request.duration_minutes)
    wanted = {
        slot
        for start in starts
        for slot in rules.slots(start, start + length, travel_minutes=supporter.travel_minutes)
    }
    own = BookedSlot.objects.filter(supporter=supporter, appointment__request=request)
    wanted -= set(own.values_list("start", flat=True))
    _insert(
        BookedSlot(supporter=supporter, start=slot, proposal=proposal) for slot in sorted(wanted)
    )


def free_slots(request: ConsultRequest) -> None:
    """Give back every quarter of an hour that an appointment or proposal of the request takes."""
    BookedSlot.objects.filter(appointment__request=request).delete()
    BookedSlot.objects.filter(proposal__request=request).delete()


def write_version(appointment: Appointment, event: StatusEvent) -> AppointmentVersion:
    """Keep what an appointment is after a step."""
    return AppointmentVersion.objects.create(
        appointment=appointment,
        sequence=appointment.sequence,
        event=event,
        supporter=appointment.supporter,
        start=appointment.start,
        end=appointment.end,
        state=appointment.state,
        companions=companion_ids(appointment),
    )


def close(
    appointment: Appointment, event: StatusEvent, *, state: AppointmentState
) -> AppointmentVersion:
    """End an appointment; its version tells what it was."""
    appointment.state = state
    appointment.sequence += 1
    appointment.save(update_fields=["state", "sequence"])
    return write_version(appointment, event)


def drop_plans(request: ConsultRequest, event: StatusEvent) -> AppointmentVersion | None:
    """Lapse an open proposal, cancel a live appointment and free the CSO's time.

    Returns the last version of the appointment that was cancelled, for the mail to the CSO.
    """
    request.proposals.filter(state=ProposalState.OPEN).update(
        state=ProposalState.LAPSED, answered_at=event.at
    )
    free_slots(request)
    appointment = appointment_of(request)
    if appointment is None or not appointment.is_live:
        return None
    return close(appointment, event, state=AppointmentState.CANCELLED)


def appointment_of(request: ConsultRequest) -> Appointment | None:
    """Return the appointment of a request, whatever its state."""
    return Appointment.objects.select_related("supporter").filter(request=request).first()


def companion_ids(appointment: Appointment) -> list[int]:
    """Return the keys of the further CSOs of an appointment."""
    companions = AppointmentCompanion.objects.filter(appointment=appointment).order_by("supporter")
    return list(companions.values_list("supporter", flat=True))


def check_not_started(request: ConsultRequest, *, now: datetime) -> None:
    """Refuse to undo a meeting that has begun: what became of it is to be registered."""
    appointment = appointment_of(request)
    if appointment is not None and appointment.is_live:
        rules.check_not_started(appointment.start, now=now)


def _insert(slots: Iterable[BookedSlot]) -> None:
    """Insert quarters of an hour; whoever comes second is told so, whatever was checked before."""
    try:
        with transaction.atomic():
            BookedSlot.objects.bulk_create(slots)
    except IntegrityError as error:
        raise SupporterTaken(TAKEN, field="supporter") from error
