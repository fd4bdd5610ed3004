"""What the page of an organisation shows to its contact persons. Nothing of any client."""

from dataclasses import dataclass
from datetime import date, datetime

from billing.models import Agreement
from billing.rules import is_free
from billing.selectors import talks
from billing.states import FreeScope
from coaching.models import Appointment
from coaching.states import AppointmentState
from requests_app import links, rules
from requests_app.models import ConsultRequest, ContactPerson, Organisation
from requests_app.selectors.contacts import address_key

PER_PAGE = 25
MEETINGS = (AppointmentState.CONFIRMED, AppointmentState.DONE)
# Only these are read: no free text, nothing sealed.
COLUMNS = (
    "reference",
    "tasks",
    "submitted_at",
    "first_moment",
    "state",
    "closed_at",
    "requester_email",
    "link_version",
    "appointment__request",
    "appointment__start",
    "appointment__state",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A request as everybody of the organisation may see it; `link` only for who made it."""

    reference: str
    what: str
    moment: datetime
    is_planned: bool
    state: str
    is_own: bool
    link: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and whether there are others."""

    rows: list[Row]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class FreeTalks:
    """The counter of free talks. `used` and `expected` count what is held and what is planned.

    `counted` is false where free talks are counted per client: then there is no one number.
    """

    free: int
    used: int
    expected: int
    beyond: int
    counted: bool

    @property
    def left(self) -> int:
        """Return how many free talks are neither held nor planned."""
        return max(0, self.free - self.used - self.expected)


@dataclass(frozen=True, slots=True)
class AgreementNow:
    """The agreement that runs, or None; `needed` when the next talk would ask for one."""

    agreement: Agreement | None
    needed: bool


def requests_of(contact: ContactPerson, *, number: int, today: date) -> Page:
    """Return a page of the requests of the contact's own organisation, newest first."""
    start = (number - 1) * PER_PAGE
    found = (
        ConsultRequest.objects.filter(organisation=contact.organisation_id)
        .select_related("appointment")
        .only(*COLUMNS)
        .order_by("-submitted_at", "pk")
    )
    rows = list(found[start : start + PER_PAGE + 1])
    own = address_key(contact.user.email)
    return Page(
        rows=[_row(each, own, today=today) for each in rows[:PER_PAGE]],
        number=number,
        has_next=len(rows) > PER_PAGE,
    )


def _row(request: ConsultRequest, own: str, *, today: date) -> Row:
    appointment = getattr(request, "appointment", None)
    meeting = appointment if appointment and appointment.state in MEETINGS else None
    is_own = bool(own) and address_key(request.requester_email) == own
    closed_on = request.closed_at and rules.local_date(request.closed_at)
    opens = is_own and rules.link_valid(closed_on, today=today)
    return Row(
        reference=request.reference,
        what="; ".join(request.task_labels),
        moment=(meeting.start if meeting else request.first_moment).astimezone(rules.BRUSSELS),
        is_planned=meeting is not None,
        state=request.state_for_requester,
        is_own=is_own,
        link=links.token_for(request) if opens else "",
    )


def free_talks(organisation: Organisation, *, today: date) -> FreeTalks | None:
    """Return the counter of an organisation's free talks; None where there is no tariff."""
    tariff = talks.known_tariff(today)
    if tariff is None:
        return None
    if tariff.scope == FreeScope.DOSSIER:
        return FreeTalks(tariff.free_count, 0, 0, 0, counted=False)
    held = talks.numbered(talks.counter_of(organisation, tariff.scope, ""))
    used = sum(is_free(talk.ordinal, tariff.terms) for talk in held)
    planned = planned_count(organisation)
    expected = min(planned, tariff.free_count - used)
    beyond = len(held) - used + planned - expected
    return FreeTalks(tariff.free_count, used, expected, beyond, counted=True)


def planned_count(organisation: Organisation) -> int:
    """Return how many talks that count are planned at an organisation."""
    return Appointment.objects.filter(
        state=AppointmentState.CONFIRMED,
        request__organisation=organisation,
        request__involves_client=True,
    ).count()


def agreement_now(
    organisation: Organisation, counter: FreeTalks | None, *, today: date
) -> AgreementNow:
    """Return the agreement of an organisation, and whether it is time to sign one."""
    agreement = talks.agreement_on(organisation, today)
    used_up = counter is not None and counter.counted and counter.left == 0
    return AgreementNow(agreement, needed=agreement is None and used_up)
