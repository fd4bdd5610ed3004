"""Which mails a step causes."""

from coaching.models import AppointmentVersion, Proposal
from coaching.notifications.to_coaches import AnsweredNotice, OtherSupporterNotice
from coaching.notifications.to_requester import (
    Accepted,
    Declined,
    Moved,
    NotHeld,
    OtherSupporter,
    Planned,
    Proposed,
    Registered,
    Released,
    Reminder,
)
from coaching.notifications.to_supporter import (
    CompanionCancelled,
    CompanionMoved,
    CompanionPlanned,
    CompanionReminder,
    SupporterCancelled,
    SupporterMail,
    SupporterMoved,
    SupporterPlanned,
    SupporterReminder,
)
from outbox.services import Entry
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.notifications import RequestMail

# For the CSO of an appointment, and for the further ones of an activity.
PLANNED = (SupporterPlanned, CompanionPlanned)
MOVED = (SupporterMoved, CompanionMoved)
CANCELLED = (SupporterCancelled, CompanionCancelled)
REMINDED = (SupporterReminder, CompanionReminder)


def for_planned(version: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was planned: to the requester and to each CSO."""
    return [
        _about(Planned, version.appointment.request, version.event),
        *(_to_cso(PLANNED, version, pk) for pk in version.people),
    ]


def for_moved(version: AppointmentVersion, before: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was moved or given to other CSOs."""
    return [
        _about(Moved, version.appointment.request, version.event),
        *(_to_cso(MOVED if pk in before.people else PLANNED, version, pk) for pk in version.people),
        *(
            _to_cso(CANCELLED, before, pk, occasion=str(version.pk))
            for pk in before.people
            if pk not in version.people
        ),
    ]


def for_dropped(cancelled: AppointmentVersion | None) -> list[Entry]:
    """Return the mail to each CSO whose appointment was cancelled, if there was one."""
    return [_to_cso(CANCELLED, cancelled, pk) for pk in cancelled.people] if cancelled else []


def for_accepted(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a request that can go on."""
    return [_about(Accepted, request, event)]


def for_released(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a CSO who falls away."""
    return [_about(Released, request, event), *for_dropped(cancelled)]


def for_other_supporter(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a CSO whom the requester would rather not have (N7)."""
    return [
        _about(OtherSupporter, request, event),
        _about(OtherSupporterNotice, request, event),
        *for_dropped(cancelled),
    ]


def for_declined(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a request that was declined."""
    return [_about(Declined, request, event), *for_dropped(cancelled)]


def for_registered(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a talk that was held."""
    return [_about(Registered, request, event)]


def for_not_held(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a talk that was not held."""
    return [_about(NotHeld, request, event)]


def for_proposal(proposal: Proposal) -> list[Entry]:
    """Return the mail with the moments that are proposed."""
    return [Entry(Proposed.kind, ref=str(proposal.request_id), occasion=str(proposal.pk))]


def for_reminder(version: AppointmentVersion) -> list[Entry]:
    """Return the reminders of a meeting: to the requester and to each CSO, once for a version."""
    request = version.appointment.request_id
    return [
        Entry(Reminder.kind, ref=str(request), occasion=str(version.pk)),
        *(_to_cso(REMINDED, version, pk) for pk in version.people),
    ]


def for_answered(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None = None
) -> list[Entry]:
    """Return the mails of an answer to a proposal: to the coaches, and to a CSO who is free again."""
    return [_about(AnsweredNotice, request, event), *for_dropped(cancelled)]


def _to_cso(
    mails: tuple[type[SupporterMail], type[SupporterMail]],
    version: AppointmentVersion,
    pk: int,
    *,
    occasion: str = "",
) -> Entry:
    """Return the mail to one of the CSOs of a version; a further one stands in the occasion."""
    first, further = mails
    if pk == version.supporter_id:
        return Entry(first.kind, ref=str(version.pk), occasion=occasion)
    return Entry(further.kind, ref=str(version.pk), occasion=f"{pk}-{occasion}".rstrip("-"))


def _about(mail: type[RequestMail], request: ConsultRequest, event: StatusEvent) -> Entry:
    return Entry(mail.kind, ref=str(request.pk), occasion=str(event.pk))
