"""The queue of the desk: rows with words in them, for a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from billing.models import Agreement, Charge
from billing.selectors.talks import known_tariff
from billing.states import FreeScope
from coaching.models import Appointment, DeskRequest
from coaching.rules import Flag, RequestFacts, flags
from coaching.states import AppointmentState
from requests_app import rules
from requests_app.selectors import days_off, service_settings
from requests_app.selectors.activities import activity_of, language_names
from requests_app.states import UNDECIDED

SHORT_TASKS = {
    "consult_mother_tongue": "gesprek",
    "explain_differences": "uitleg",
    "home_visit": "huisbezoek",
    "inform_client": "informatie",
    "case_advice": "advies vooraf",
    "activity": "activiteit",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One request in the queue."""

    request: DeskRequest
    languages: str
    tasks: str
    first_wish: datetime
    answer: str
    is_late: bool
    is_today: bool
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Talks:
    """Where an organisation stands with its free talks, counting what is planned."""

    held: int
    planned: int
    free_count: int
    agreed: bool
    counted_here: bool

    @property
    def ordinal(self) -> int:
        """Return the number that one more talk would get when all that is planned is held."""
        return self.held + self.planned + 1

    @property
    def is_paid(self) -> bool:
        """Tell whether one more talk would cost something."""
        return self.counted_here and self.ordinal > self.free_count

    @property
    def lacks_agreement(self) -> bool:
        """Tell whether one more talk needs an agreement that is not there."""
        return self.is_paid and not self.agreed


def with_talks(requests: QuerySet[Any], *, today: date) -> QuerySet[Any]:
    """Annotate held and other planned talks of the organisation, and whether it signed."""
    organisation = OuterRef("organisation")
    held = Charge.objects.filter(organisation=organisation)
    planned = Appointment.objects.filter(
        state=AppointmentState.CONFIRMED,
        request__organisation=organisation,
        request__involves_client=True,
    ).exclude(request=OuterRef("pk"))
    annotated: QuerySet[Any] = requests.annotate(
        held_talks=_count(held, "organisation"),
        planned_talks=_count(planned, "request__organisation"),
        agreed=Exists(Agreement.objects.in_force(today).filter(organisation=organisation)),
    )
    return annotated


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def talks_of(request: DeskRequest, *, today: date) -> Talks:
    """Read the annotations of `with_talks`."""
    tariff = known_tariff(today)
    return Talks(
        held=request.held_talks,  # type: ignore[attr-defined]
        planned=request.planned_talks,  # type: ignore[attr-defined]
        free_count=tariff.free_count if tariff else 0,
        agreed=request.agreed,  # type: ignore[attr-defined]
        counted_here=bool(
            request.involves_client and tariff and tariff.scope == FreeScope.ORGANISATION
        ),
    )


def queue_rows(requests: Iterable[DeskRequest], *, now: datetime) -> list[QueueRow]:
    """Turn annotated requests into rows; asks the database nothing more."""
    today = rules.local_date(now)
    return [
        QueueRow(
            request=request,
            languages=", ".join(languages_asked(request)),
            tasks=tasks_in_short(request),
            first_wish=request.first_moment.astimezone(rules.BRUSSELS),
            answer=answer_words(request, today=today),
            is_late=_awaits_answer(request) and request.respond_by < today,
            is_today=_awaits_answer(request) and request.respond_by == today,
            flags=flags_of(request, [request.first_moment], today=today),
        )
        for request in requests
    ]


def languages_asked(request: DeskRequest) -> list[str]:
    """Return the languages by name: of an activity all of them."""
    activity = activity_of(request)
    return language_names(activity.languages) if activity else [request.language.name]


def tasks_in_short(request: DeskRequest) -> str:
    """Return the tasks in a few words: "activiteit: infosessie, 2 CSO's"."""
    tasks = ", ".join(SHORT_TASKS[task] for task in request.tasks)
    activity = activity_of(request)
    if activity is None:
        return tasks
    wanted = f", {activity.supporters_wanted} CSO's" if activity.supporters_wanted > 1 else ""
    return f"{tasks}: {activity.get_kind_display().lower()}{wanted}"


def answer_words(request: DeskRequest, *, today: date) -> str:
    """Return by when an answer is still useful, "" when none is waited for.

    A question to the requester does not stop the clock (STATES.md §6).
    """
    if not _awaits_answer(request):
        return ""
    days = (request.respond_by - today).days
    if days < 0:
        return "te laat"
    return {0: "vandaag", 1: "morgen"}.get(days, f"{request.respond_by:%d/%m}")


def _awaits_answer(request: DeskRequest) -> bool:
    """Tell whether the requester waits for us: for the first answer, or after a refused proposal."""
    return request.is_open and (request.answered_at is None or request.state in UNDECIDED)


def flags_of(request: DeskRequest, moments: Iterable[datetime], *, today: date) -> tuple[Flag, ...]:
    """Return what a coach should notice about a request."""
    service = service_settings()
    talks = talks_of(request, today=today)
    day = rules.local_date(request.first_moment)
    odd = rules.odd_moments(
        moments, opens=service.opens, closes=service.closes, days_off=days_off(day, day)
    )
    return flags(
        RequestFacts(
            introduced=request.organisation.introduced_on is not None,
            says_introduced=request.introduced,
            in_town=request.organisation.postcode in ("", *service.postcodes.split()),
            tasks=frozenset(request.tasks),
            paid_ordinal=talks.ordinal if talks.is_paid and request.is_open else 0,
            lacks_agreement=talks.lacks_agreement and request.is_open,
            odd=tuple(found.warning for found in odd),
        )
    )
