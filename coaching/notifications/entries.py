"""Which mails a step causes."""

from coaching.models import AppointmentVersion, Proposal
from coaching.notifications.to_coaches import AnsweredNotice
from coaching.notifications.to_requester import (
    Accepted,
    Declined,
    Moved,
    NotHeld,
    Planned,
    Proposed,
    Registered,
    Released,
)
from coaching.notifications.to_supporter import (
    SupporterCancelled,
    SupporterMoved,
    SupporterPlanned,
)
from outbox.services import Entry
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.notifications import RequestMail


def for_planned(version: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was planned: to the requester and to the CSO."""
    return [
        _about(Planned, version.appointment.request, version.event),
        Entry(SupporterPlanned.kind, ref=str(version.pk)),
    ]


def for_moved(version: AppointmentVersion, before: AppointmentVersion) -> list[Entry]:
    """Return the mails of a talk that was moved or given to another CSO."""
    entries = [_about(Moved, version.appointment.request, version.event)]
    if version.supporter_id == before.supporter_id:
        return [*entries, Entry(SupporterMoved.kind, ref=str(version.pk))]
    return [
        *entries,
        Entry(SupporterPlanned.kind, ref=str(version.pk)),
        Entry(SupporterCancelled.kind, ref=str(before.pk), occasion=str(version.pk)),
    ]


def for_dropped(cancelled: AppointmentVersion | None) -> list[Entry]:
    """Return the mail to the CSO whose appointment was cancelled, if there was one."""
    return [Entry(SupporterCancelled.kind, ref=str(cancelled.pk))] if cancelled else []


def for_accepted(request: ConsultRequest, event: StatusEvent) -> list[Entry]:
    """Return the mail of a request that can go on."""
    return [_about(Accepted, request, event)]


def for_released(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None
) -> list[Entry]:
    """Return the mails of a CSO who falls away."""
    return [_about(Released, request, event), *for_dropped(cancelled)]


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


def for_answered(
    request: ConsultRequest, event: StatusEvent, cancelled: AppointmentVersion | None = None
) -> list[Entry]:
    """Return the mails of an answer to a proposal: to the coaches, and to a CSO who is free again."""
    return [_about(AnsweredNotice, request, event), *for_dropped(cancelled)]


def _about(mail: type[RequestMail], request: ConsultRequest, event: StatusEvent) -> Entry:
    return Entry(mail.kind, ref=str(request.pk), occasion=str(event.pk))
