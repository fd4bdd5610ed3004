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
    level: str
    variety: str
    fits: tuple[Fit, ...]
    wishes: tuple[str, ...] = ()
    barred: str = ""

    @property
    def spoken(self) -> str:
        """Return how well the CSO speaks the language, and which variant."""
        return ", ".join(filter(None, [self.level.lower(), self.variety]))

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
        speaks=supporter.languages.filter(language=request.language_id).exists(),
        free=not taken.exists(),
        barred=_barred(supporter, request, excluded=supporter.pk in excluded_ids(request)),
    )


def candidates(
    request: ConsultRequest, starts: Sequence[datetime], *, minutes: int
) -> list[Candidate]:
    """Return every active CSO who speaks the language, those who can go first. One statement.

    What is held or booked for this very request does not count as taken.
    """
    taken: dict[int, set[datetime]] = defaultdict(set)
    speakers: dict[int, SupporterLanguage] = {}
    for row in _speakers_with_slots(request, starts, minutes):
        speakers[row.supporter_id] = row
        if row.taken_for != request.pk:  # type: ignore[attr-defined]
            taken[row.supporter_id].add(row.taken_start)  # type: ignore[attr-defined]
    found = [
        Candidate(
            supporter=row.supporter,
            level=row.get_level_display(),
            variety=row.variety,
            fits=_fits(row.supporter, barred, taken[pk], starts, minutes=minutes),
            wishes=_wishes(row.supporter, request),
            barred=barred,
        )
        for pk, row in speakers.items()
        for barred in [_barred(row.supporter, request, excluded=row.excluded)]  # type: ignore[attr-defined]
    ]
    return sorted(found, key=lambda candidate: candidate.order)


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
        SupporterLanguage.objects.filter(language=request.language_id, supporter__active=True)
        .annotate(taken=FilteredRelation("supporter__slots", condition=reduce(or_, near)))
        .annotate(
            taken_start=F("taken__start"),
            taken_for=Coalesce("taken__appointment__request", "taken__proposal__request"),
            excluded=excluded_here(request, '"coaching_supporterlanguage"."supporter_id"'),
        )
        .select_related("supporter")
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
