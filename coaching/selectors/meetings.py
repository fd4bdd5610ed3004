"""The planned meeting as the requester sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from coaching.models import Appointment, AppointmentVersion, Supporter
from coaching.states import AppointmentState
from requests_app import rules
from requests_app.choices import State
from requests_app.models import ConsultRequest
from requests_app.selectors import days_off, service_settings

REGISTERED = frozenset({State.COMPLETED, State.NOT_HELD})


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who comes when, and what the requester can still do about it."""

    appointment: Appointment
    supporters: tuple[Supporter, ...]
    is_planned: bool
    is_begun: bool
    cancel_words: str

    @property
    def may_choose(self) -> bool:
        """Tell whether the requester can say if these CSOs are fine (N7)."""
        return self.is_planned and not self.is_begun

    @property
    def is_accepted(self) -> bool:
        """Tell whether the requester found the CSO fine."""
        return self.appointment.supporter_accepted_at is not None

    @property
    def is_off(self) -> bool:
        """Tell whether the meeting stands in calendars while it does not take place."""
        return self.appointment.state == AppointmentState.CANCELLED


def meeting_of(request: ConsultRequest, *, now: datetime) -> Meeting | None:
    """Return the meeting of a request, also one that is off; None for none, and for one in the past.

    What became of a talk that was registered is told by its price.
    """
    if request.state in REGISTERED:
        return None
    appointment = (
        Appointment.objects.select_related("supporter")
        .prefetch_related("companions__supporter")
        .filter(request=request.pk)
        .order_by()
        .first()
    )
    if appointment is None:
        return None
    companions = sorted(appointment.companions.all(), key=lambda each: each.pk)
    return Meeting(
        appointment=appointment,
        supporters=(appointment.supporter, *(each.supporter for each in companions)),
        is_planned=request.state == State.PLANNED and appointment.is_live,
        is_begun=appointment.start <= now,
        cancel_words=cancel_words(appointment.start, today=rules.local_date(now)),
    )


def latest_version(request: ConsultRequest) -> AppointmentVersion | None:
    """Return what the meeting of a request is now, with all that a calendar file says of it."""
    versions = AppointmentVersion.objects.select_related(
        "event", "appointment__request__organisation"
    )
    found = versions.filter(appointment__request=request.pk).order_by("-sequence")
    return found.first()


def cancel_until(start: datetime) -> date:
    """Return the last day on which the service asks to cancel, for a meeting that begins then (L8)."""
    day = rules.local_date(start)
    count = service_settings().cancel_working_days
    return rules.shift_working_days(day, -count, days_off(day, day))


def cancel_words(start: datetime, *, today: date) -> str:
    """Say until when cancelling is asked. Later it can be done too, and it never costs anything."""
    until = cancel_until(start)
    if today > until:
        return "Kan het niet doorgaan? Annuleer dan meteen. Dat kost niets."
    return (
        f"Kan het niet doorgaan? Annuleer dan ten laatste op {rules.in_words(until)}."
        " Later kan ook, en het kost niets."
    )
