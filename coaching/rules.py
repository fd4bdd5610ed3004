"""The rules of planning: plain values in, an answer or a RuleViolation out."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from billing.rules import Terms, euro_in_words, is_free, price
from coaching.errors import SupporterTaken
from requests_app.errors import RuleViolation, TalkBegun
from requests_app.rules import MAX_SUPPORTERS, duration_in_words

SLOT = timedelta(minutes=15)
MAX_PROPOSED = 3
MAX_TRAVEL_MINUTES = 180
TAKEN = "heeft dan al een afspraak of is onderweg"
EXCLUDED = "uitgesloten voor deze aanvraag"
AVOIDED = "liever niet volgens de aanvraag"
WISHED = "gevraagd in de aanvraag"
STILL_OPEN = (
    "Er staan nog andere gesprekken van je organisatie open: het nummer kan nog veranderen."
)
GENDERS = {"f": "vrouw", "m": "man"}
# The field of the further CSOs of an activity.
ALONG = "companions"


def slots(start: datetime, end: datetime, *, travel_minutes: int) -> Iterator[datetime]:
    """Yield every quarter of an hour that a talk takes from a CSO, travel before and after it.

    `start` and `end` are aware; the quarters are counted in real time, so that a change of the
    clock cannot make two talks overlap. Start is rounded down, end is rounded up.
    """
    travel = timedelta(minutes=travel_minutes)
    slot = floor_to_slot(start - travel)
    last = end + travel
    while slot < last:
        yield slot
        slot += SLOT


def floor_to_slot(moment: datetime) -> datetime:
    """Return the start of the quarter of an hour in which an aware moment lies."""
    seconds = int(moment.timestamp())
    return moment - timedelta(
        seconds=seconds % int(SLOT.total_seconds()), microseconds=moment.microsecond
    )


def check_in_future(start: datetime, *, now: datetime) -> None:
    """Refuse to plan or propose a moment that has passed."""
    if start <= now:
        raise RuleViolation("Dit moment is al voorbij. Kies een later moment.", field="start")


def check_proposed(moments: Sequence[datetime], *, now: datetime) -> None:
    """Refuse a proposal without one to three different future moments (STATES.md §6)."""
    if not 1 <= len(moments) <= MAX_PROPOSED:
        raise RuleViolation(f"Stel één tot {MAX_PROPOSED} momenten voor.", field="moments")
    if len(set(moments)) < len(moments):
        raise RuleViolation("Je stelt twee keer hetzelfde moment voor.", field="moments")
    for moment in moments:
        check_in_future(moment, now=now)


def check_not_started(start: datetime, *, now: datetime) -> None:
    """Refuse to move or undo a talk that has begun."""
    if start <= now:
        raise TalkBegun(
            "Dit gesprek is al begonnen. Registreer of het doorging of niet.", field="start"
        )


def check_started(start: datetime, *, now: datetime) -> None:
    """Refuse to register a talk that has not begun."""
    if start > now:
        raise RuleViolation(
            "Dit gesprek moet nog beginnen. Registreer het na het gesprek.", field="start"
        )


def actual_minutes(start: datetime, end: datetime, *, now: datetime) -> int:
    """Return the real length of a talk in whole minutes, also across a change of the clock."""
    if end > now:
        raise RuleViolation("Het einde ligt in de toekomst. Kijk de uren na.", field="end")
    minutes = int((end - start).total_seconds() // 60)
    if minutes <= 0:
        raise RuleViolation("Het einde moet na het begin liggen.", field="end")
    if minutes > 24 * 60:
        raise RuleViolation("Een gesprek duurt geen hele dag. Kijk de uren na.", field="end")
    return minutes


@dataclass(frozen=True, slots=True)
class SupporterFacts:
    """What is known of a CSO for one moment."""

    active: bool
    confidential_since: date | None
    speaks: bool
    free: bool
    # Why this request may not have this CSO (N7, F9); "" where nothing is said.
    barred: str = ""


def why_not(facts: SupporterFacts, *, day: date) -> str:
    """Return why a CSO cannot do this talk, or "" when nothing stands in the way."""
    if facts.barred:
        return facts.barred
    if not facts.active:
        return "niet actief"
    if not facts.speaks:
        return "spreekt deze taal niet"
    if facts.confidential_since is None or facts.confidential_since > day:
        return "tekende nog geen geheimhouding"
    if not facts.free:
        return TAKEN
    return ""


def check_supporter(facts: SupporterFacts, *, day: date) -> None:
    """Refuse a CSO for whom `why_not` has a reason."""
    reason = why_not(facts, day=day)
    if not reason:
        return
    sentence = f"Deze CSO kan niet: {reason}. Kies een andere CSO."
    if reason == TAKEN:
        raise SupporterTaken(sentence, field="supporter")
    raise RuleViolation(sentence, field="supporter")


def is_named(first_name: str, typed: str) -> bool:
    """Tell whether what a requester typed names a CSO: people here know first names only (F9).

    Capitals and accents do not matter. More names may stand in one line: "Samira of Leyla".
    """
    name, words = _words(first_name), _words(typed)
    size = len(name)
    return bool(name) and any(words[at : at + size] == name for at in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.casefold())
    kept = (sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in kept).split()


def barred(first_name: str, *, excluded: bool, avoided: str) -> str:
    """Return why a request may not have a CSO, whoever is free: nobody has to say more (N7, F9)."""
    if excluded:
        return EXCLUDED
    return AVOIDED if is_named(first_name, avoided) else ""


def meets_wishes(first_name: str, gender: str, *, wished: str, wished_gender: str) -> list[str]:
    """Return in words how a CSO meets, or does not meet, what the requester would rather have.

    A wish forbids nothing; the coach weighs it. A gender that is not known says nothing.
    """
    words = [WISHED] if is_named(first_name, wished) else []
    if wished_gender and gender == wished_gender:
        words.append(f"{GENDERS[gender]}, zoals gevraagd")
    elif wished_gender and gender:
        words.append(f"gevraagd: liefst een {GENDERS[wished_gender]}")
    return words


def check_companions(first: int, others: Sequence[int]) -> None:
    """Refuse a CSO who would go twice, and more CSOs than an activity may have (I1)."""
    if len({first, *others}) < 1 + len(others):
        raise RuleViolation("Deze CSO gaat al mee. Kies iemand anders.", field=ALONG)
    if 1 + len(others) > MAX_SUPPORTERS:
        raise RuleViolation(f"Kies samen ten hoogste {MAX_SUPPORTERS} CSO's.", field=ALONG)


def listed(names: Sequence[str]) -> str:
    """Return names as people say them: "Samira, Leyla en Omar"."""
    *front, last = names
    return f"{', '.join(front)} en {last}" if front else last


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the flags of a request rest on. `paid_ordinal` is 0 for a talk that is free."""

    introduced: bool
    says_introduced: bool
    in_town: bool
    tasks: frozenset[str]
    paid_ordinal: int
    lacks_agreement: bool
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A small word beside a request, with the sentence behind it."""

    word: str
    meaning: str
    is_warning: bool = True


MOSTLY_INTERPRETING = frozenset({"consult_mother_tongue", "inform_client"})


def flags(facts: RequestFacts) -> tuple[Flag, ...]:
    """Return what a coach should notice (A2), the most serious first."""
    found = []
    if facts.lacks_agreement:
        found.append(
            Flag(
                f"gesprek {facts.paid_ordinal}, geen overeenkomst",
                "De gratis gesprekken zijn op en er is geen getekende overeenkomst.",
            )
        )
    elif facts.paid_ordinal:
        found.append(
            Flag(
                f"gesprek {facts.paid_ordinal}",
                "De gratis gesprekken zijn op; de overeenkomst is getekend.",
                is_warning=False,
            )
        )
    if not facts.introduced:
        found.append(_introduction(facts))
    if facts.tasks == MOSTLY_INTERPRETING:
        found.append(Flag("alleen tolken?", "Alleen vertalen en informeren: vraag wat er nog is."))
    if not facts.in_town:
        found.append(Flag("buiten Leuven", "De postcode van de organisatie ligt buiten de stad."))
    found.extend(Flag("ongewoon moment", sentence) for sentence in facts.odd)
    return tuple(found)


def _introduction(facts: RequestFacts) -> Flag:
    """The first contact comes before the first request (service page, step 1)."""
    if facts.says_introduced:
        return Flag(
            "kennismaking nakijken",
            "De hulpverlener zegt van wel, bij de organisatie staat er geen.",
        )
    return Flag("geen kennismaking", "Er was nog geen kennismaking met deze organisatie.")


def price_in_words(ordinal: int, minutes: int, terms: Terms, *, others_open: bool) -> str:
    """Return what a talk of this number and length will cost, as people say it (N2).

    While other talks of the organisation are open, the number is what we expect and no more.
    """
    opening = f"{'Verwacht: dit' if others_open else 'Dit'} wordt gesprek {ordinal}"
    rule = (
        f"{euro_in_words(terms.first_hour)} voor het eerste uur, {euro_in_words(terms.extra_hour)}"
    )
    rule += " per begonnen extra uur"
    if is_free(ordinal, terms):
        words = f"{opening} van {terms.free_count} gratis."
        if ordinal == terms.free_count:
            words += f" Vanaf het volgende: {rule}."
    else:
        total = euro_in_words(price(minutes, ordinal, terms).total)
        words = f"{opening}: {rule}; voor {duration_in_words(minutes)} is dat {total}."
    return f"{words} {STILL_OPEN}" if others_open else words


def charge_in_words(ordinal: int, amount: Decimal, free_count: int) -> str:
    """Return what a talk that was held costs, as people say it."""
    if not amount:
        return f"Dit was gesprek {ordinal} van {free_count} gratis. Het kost niets."
    return (
        f"Dit was gesprek {ordinal} van je organisatie. Het kost {euro_in_words(amount)}."
        " De factuur komt later."
    )


def change_in_words(*, moved: bool, others: bool, longer: timedelta, several: bool = False) -> str:
    """Return what changed about a planned meeting, in the right word (L7).

    `several`: more than one CSO comes or came, so that nobody needs to have been replaced.
    """
    if others and several:
        opening = "je gesprek is verplaatst en " if moved else ""
        return f"{opening}de CSO's die meekomen zijn veranderd"
    if moved and others:
        return "je gesprek is verplaatst en er komt iemand anders mee"
    if moved:
        return "je gesprek is verplaatst"
    if others:
        return "er komt iemand anders mee naar je gesprek"
    if not longer:
        return "er is iets veranderd aan je gesprek"
    return f"je gesprek duurt {'langer' if longer > timedelta() else 'korter'}"
