"""Calendar files that may lie in a shared team calendar (M6, N9): a reference and no person.

One file per recipient. Moving and cancelling reach the same entry: the UID stays, the SEQUENCE
rises. Everything in a file comes from the version of the appointment that it is about, so that the
same version gives the same bytes whenever it is asked.
"""

from datetime import UTC
from uuid import uuid5

from icalendar import Calendar, Event, vCalAddress

from coaching.models import AppointmentVersion
from coaching.states import AppointmentState
from outbox.mails import Attachment
from requests_app.choices import LocationKind, Task
from requests_app.models import ConsultRequest
from requests_app.selectors import service_settings

MIMETYPE = "text/calendar"
PRODUCT = "-//CSO-portaal//afspraken//NL"
REQUESTER = "hulpverlener"


def for_requester(version: AppointmentVersion) -> Attachment:
    """Return the file for the requester; a cancelled meeting takes itself out of the calendar."""
    cancelled = version.state == AppointmentState.CANCELLED
    return _file(version, REQUESTER, cancelled=cancelled, sequence=version.sequence)


def for_supporter(version: AppointmentVersion, supporter_id: int) -> Attachment:
    """Return the file for a CSO who goes, or who went until the appointment was cancelled."""
    cancelled = version.state == AppointmentState.CANCELLED
    return _file(version, _key(supporter_id), cancelled=cancelled, sequence=version.sequence)


def for_former_supporter(version: AppointmentVersion, supporter_id: int) -> Attachment:
    """Return the file that takes the meeting out of the calendar of a CSO who was replaced.

    `version` is the last one with this CSO; the meeting itself goes on under the next number.
    """
    closed = version.state == AppointmentState.CANCELLED
    sequence = version.sequence + (not closed)
    return _file(version, _key(supporter_id), cancelled=True, sequence=sequence)


def _key(supporter_id: int) -> str:
    """Each CSO has an entry of their own, also in a calendar that several CSOs share."""
    return f"cso-{supporter_id}"


def _file(
    version: AppointmentVersion, recipient: str, *, cancelled: bool, sequence: int
) -> Attachment:
    request = version.appointment.request
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", str(uuid5(version.appointment_id, recipient)))
    event.add("sequence", sequence)
    event.add("dtstamp", version.event.at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", version.start.astimezone(UTC))
    event.add("dtend", version.end.astimezone(UTC))
    event.add("summary", f"{_what(request)} {request.reference}")
    event.add("location", place_of(request))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _organizer())
    calendar.add_component(event)
    return Attachment(f"{request.reference}.ics", calendar.to_ical(), MIMETYPE)


def _what(request: ConsultRequest) -> str:
    return "CSO-activiteit" if request.tasks == [Task.ACTIVITY] else "CSO-gesprek"


def place_of(request: ConsultRequest) -> str:
    """Return the place as a calendar may show it: never an address, never whose home."""
    return {
        LocationKind.ORGANISATION: request.organisation.name,
        LocationKind.HOME: "huisbezoek",
        LocationKind.OCMW: service_settings().name,
        LocationKind.ONLINE: "online",
    }[LocationKind(request.location_kind)]


def _organizer() -> vCalAddress:
    """The service's own mailbox: PUBLISH and CANCEL ask for an organiser (RFC 5546, 3.2)."""
    return vCalAddress(f"mailto:{service_settings().contact_email}")
