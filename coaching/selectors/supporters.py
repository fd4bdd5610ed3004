"""Which CSO can do which moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce

from coaching import rules
from coaching.models import Supporter, SupporterLanguage
from coaching.selectors.exclusions import excluded_here, excluded_ids
from requests_app.activity_rules import is_activity
from requests_app.models import ConsultRequest
from requests_app.rules import BRUSSELS, local_date


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether one CSO can do one moment; `reason` says why not and is "" when nothing is wrong."""

    start: datetime
    reason: str

    @property
    def value(self) -> str:
        """Return the moment as a form field carries it."""
        return self.start.isoformat()

    @property
    def in_words(self) -> str:
        """Return the moment and the verdict."""
        return f"{self.start.astimezone(BRUSSELS):%d/%m %H.%M}: {self.reason or 'kan'}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A CSO who speaks the language, with a verdict for each moment."""

    supporter: Supporter
    spoken: str
    fits: tuple[Fit, ...]
    wishes: tuple[str, ...] = ()
    barred: str = ""

    @property
    def in_words(self) -> str:
        """Return the verdict for every moment and what was wished, in one line; "" without both."""
        verdicts = [fit.in_words for fit in self.fits] or [self.barred]
        return "; ".join(filter(None, [*verdicts, *self.wishes]))

    @property
    def fits_somewhere(self) -> bool:
        """Tell whether there is a moment that this CSO can do."""
        return any(not fit.reason for fit in self.fits)

    @property
    def order(self) -> tuple[bool, bool]:
        """Return the place in the list: who can go first, and of those who was asked for."""
        return not self.fits_somewhere, rules.WISHED not in self.wishes


def facts_of(
    supporter: Supporter, request: ConsultRequest, start: datetime, *, minutes: int
) -> rules.SupporterFacts:
    """Return what is known of one CSO for one moment; the request's own plans do not count."""
    taken = supporter.slots.filter(
        start__in=list(_slots(start, minutes, supporter.travel_minutes))
    ).exclude(Q(appointment__request=request) | Q(proposal__request=request))
    return rules.SupporterFacts(
        active=supporter.active,
        confidential_since=supporter.confidentiality_signed_on,
        speaks=supporter.languages.filter(language__in=languages_of(request)).exists(),
        free=not taken.exists(),
        barred=_barred(supporter, request, excluded=supporter.pk in excluded_ids(request)),
    )


def languages_of(request: ConsultRequest) -> list[str]:
    """Return the codes of the languages of which a CSO must speak one: an activity may have more."""
    activity = getattr(request, "activity", None) if is_activity(request.tasks) else None
    return activity.languages if activity else [request.language_id]


def candidates(
    request: ConsultRequest, starts: Sequence[datetime], *, minutes: int
) -> list[Candidate]:
    """Return every active CSO who speaks the language, those who can go first. One statement.

    What is held or booked for this very request does not count as taken.
    """
    taken: dict[int, set[datetime]] = defaultdict(set)
    speakers: dict[int, dict[str, SupporterLanguage]] = defaultdict(dict)
    for row in _speakers_with_slots(request, starts, minutes):
        speakers[row.supporter_id][row.language_id] = row
        if row.taken_for != request.pk:  # type: ignore[attr-defined]
            taken[row.supporter_id].add(row.taken_start)  # type: ignore[attr-defined]
    found = [
        _candidate(request, list(rows.values()), taken[pk], starts, minutes=minutes)
        for pk, rows in speakers.items()
    ]
    return sorted(found, key=lambda candidate: candidate.order)


def _candidate(
    request: ConsultRequest,
    rows: Sequence[SupporterLanguage],
    taken: set[datetime],
    starts: Sequence[datetime],
    *,
    minutes: int,
) -> Candidate:
    """Return a CSO by the rows of the languages that are asked for."""
    supporter = rows[0].supporter
    barred = _barred(supporter, request, excluded=rows[0].excluded)  # type: ignore[attr-defined]
    return Candidate(
        supporter=supporter,
        spoken="; ".join(_spoken(row, by_name=is_activity(request.tasks)) for row in rows),
        fits=_fits(supporter, barred, taken, starts, minutes=minutes),
        wishes=_wishes(supporter, request),
        barred=barred,
    )


def _spoken(row: SupporterLanguage, *, by_name: bool) -> str:
    """Return how well a CSO speaks a language, and which variant; where there are more, of which."""
    how = ", ".join(filter(None, [row.get_level_display().lower(), row.variety]))
    return f"{row.language.name} {how}" if by_name else how


def _speakers_with_slots(
    request: ConsultRequest, starts: Sequence[datetime], minutes: int
) -> Iterable[SupporterLanguage]:
    """Return a row for each speaker and taken quarter near one of the moments."""
    slot = "supporter__slots__"
    reach = timedelta(minutes=rules.MAX_TRAVEL_MINUTES) + rules.SLOT
    length = timedelta(minutes=minutes)
    near = [
        Q((f"{slot}start__gt", start - reach), (f"{slot}start__lt", start + length + reach))
        for start in starts
    ] or [Q((f"{slot}start", None))]
    return (
        SupporterLanguage.objects.filter(language__in=languages_of(request), supporter__active=True)
        .annotate(taken=FilteredRelation("supporter__slots", condition=reduce(or_, near)))
        .annotate(
            taken_start=F("taken__start"),
            taken_for=Coalesce("taken__appointment__request", "taken__proposal__request"),
            excluded=excluded_here(request, '"coaching_supporterlanguage"."supporter_id"'),
        )
        .select_related("supporter", "language")
        .order_by("supporter__first_name", "supporter__last_name", "pk")
    )


def _fits(
    supporter: Supporter,
    barred: str,
    taken: set[datetime],
    starts: Sequence[datetime],
    *,
    minutes: int,
) -> tuple[Fit, ...]:
    found = []
    for start in starts:
        facts = rules.SupporterFacts(
            active=supporter.active,
            confidential_since=supporter.confidentiality_signed_on,
            speaks=True,
            free=taken.isdisjoint(_slots(start, minutes, supporter.travel_minutes)),
            barred=barred,
        )
        found.append(Fit(start, rules.why_not(facts, day=local_date(start))))
    return tuple(found)


def _barred(supporter: Supporter, request: ConsultRequest, *, excluded: bool) -> str:
    return rules.barred(supporter.first_name, excluded=excluded, avoided=request.avoided_supporter)


def _wishes(supporter: Supporter, request: ConsultRequest) -> tuple[str, ...]:
    return tuple(
        rules.meets_wishes(
            supporter.first_name,
            supporter.gender,
            wished=request.wished_supporter,
            wished_gender=request.supporter_gender,
        )
    )


def _slots(start: datetime, minutes: int, travel_minutes: int) -> Iterable[datetime]:
    return rules.slots(start, start + timedelta(minutes=minutes), travel_minutes=travel_minutes)
