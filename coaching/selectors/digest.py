"""What the coaches read each working morning (M8): references and dates, nothing of a client."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from coaching.models import Appointment
from coaching.states import AppointmentState, ProposalState
from outbox.models import OutgoingMail
from outbox.states import TROUBLED
from requests_app import rules
from requests_app.choices import Action, ActorKind, State
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.selectors import days_off
from requests_app.states import OPEN, UNDECIDED

MORNING = time(7, 30)
SOON = timedelta(days=2)
NEAR = timedelta(days=7)
# What a requester answers to us.
ANSWERS = (
    Action.ANSWER_INFO,
    Action.CHOOSE_MOMENT,
    Action.CHOOSE_HELD_MOMENT,
    Action.SUGGEST_MOMENT,
    Action.OTHER_SUPPORTER,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One request, and the date that matters."""

    request_id: UUID
    reference: str
    words: str


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the requests under it."""

    title: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Digest:
    """What asks for attention this morning; sections without requests are left out."""

    sections: tuple[Section, ...]
    troubled_mails: int

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not self.sections and not self.troubled_mails


def digest_of(*, now: datetime) -> Digest:
    """Collect the digest as it is at a moment, in a fixed number of statements."""
    today = rules.local_date(now)
    since = last_morning(today)
    late, soon = _waiting(today)
    found = (
        Section("Te laat om nog nuttig te antwoorden", late),
        Section("Antwoord nodig binnen 2 dagen", soon),
        Section("Gesprek binnen 7 dagen en nog niet ingepland", _unplanned(now)),
        Section("Antwoord van de hulpverlener", _answered(since, now)),
        Section("Nieuw sinds de vorige werkdag", _new(since, now)),
        Section("Gesprek te registreren", _to_register(now)),
    )
    return Digest(
        sections=tuple(section for section in found if section.lines),
        troubled_mails=_troubled_mails(),
    )


def last_morning(today: date) -> datetime:
    """Return when the digest of the working day before today was made."""
    before = rules.shift_working_days(today, -1, days_off(today, today))
    return rules.brussels_moment(before, MORNING)


def _waiting(today: date) -> tuple[Lines, Lines]:
    """Return who waits for our answer: those for whom it comes late, and those who need it soon."""
    unanswered = Q(answered_at__isnull=True) | Q(state__in=sorted(UNDECIDED))
    waiting = ConsultRequest.objects.filter(
        unanswered, state__in=sorted(OPEN), respond_by__lte=today + SOON
    ).order_by("respond_by", "reference")
    late: list[Line] = []
    soon: list[Line] = []
    for each in waiting:
        words = f"nuttig antwoord ten laatste op {rules.in_words(each.respond_by)}"
        (late if each.respond_by < today else soon).append(Line(each.pk, each.reference, words))
    return tuple(late), tuple(soon)


def _unplanned(now: datetime) -> Lines:
    """Return who is not planned while the first moment that is meant comes near."""
    unplanned = (
        ConsultRequest.objects.filter(state__in=sorted(OPEN - {State.PLANNED}))
        .prefetch_related("moments", "proposals__moments")
        .order_by("reference")
    )
    near = [
        (moments[0], request)
        for request in unplanned
        if (moments := _meant(request, now)) and moments[0] <= now + NEAR
    ]
    return tuple(
        Line(request.pk, request.reference, rules.moment_in_words(start))
        for start, request in sorted(near, key=lambda pair: pair[0])
    )


def _meant(request: ConsultRequest, now: datetime) -> list[datetime]:
    """Return the moments to come that count now: proposed ones, a chosen one, or the wishes."""
    moments = [wish.start for wish in request.moments.all()]
    latest = next(iter(request.proposals.all()), None)
    if latest is not None and latest.state == ProposalState.OPEN:
        moments = [moment.start for moment in latest.moments.all()]
    elif latest is not None and latest.chosen_start is not None:
        moments = [latest.chosen_start]
    return sorted(start for start in moments if start > now)


def _answered(since: datetime, now: datetime) -> Lines:
    """Return what requesters answered since the last working morning, each request once."""
    events = StatusEvent.objects.filter(
        at__gte=since, at__lt=now, action__in=ANSWERS, actor=ActorKind.REQUESTER
    )
    open_now = events.filter(request__state__in=sorted(OPEN)).select_related("request")
    last = {event.request_id: event for event in open_now.order_by("at", "pk")}
    return tuple(
        Line(event.request_id, event.request.reference, event.get_action_display().lower())
        for event in last.values()
    )


def _new(since: datetime, now: datetime) -> Lines:
    fresh = ConsultRequest.objects.filter(
        submitted_at__gte=since, submitted_at__lt=now, state__in=sorted(OPEN)
    ).order_by("submitted_at", "reference")
    return tuple(
        Line(each.pk, each.reference, f"antwoord ten laatste op {rules.in_words(each.answer_due)}")
        for each in fresh
    )


def _to_register(now: datetime) -> Lines:
    held = Appointment.objects.filter(
        state=AppointmentState.CONFIRMED, request__state=State.PLANNED, end__lt=now
    ).select_related("request")
    return tuple(
        Line(each.request_id, each.request.reference, rules.moment_in_words(each.start))
        for each in held.order_by("start", "pk")
    )


def _troubled_mails() -> int:
    """Return how many mails failed or came back and still wait for somebody to look."""
    troubled = OutgoingMail.objects.filter(state__in=TROUBLED)
    return troubled.exclude(task__done_at__isnull=False).count()
