"""The rules of asking for a CSO: plain dates and values in, an answer or a RuleViolation out.

Sources: the Leuven service page (S0 in the design) and the decisions under docs/decisions.
All dates are calendar dates in Europe/Brussels; all moments are aware datetimes.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from requests_app.errors import InterpreterOnly, RuleViolation

BRUSSELS = ZoneInfo("Europe/Brussels")
MAX_MOMENTS = 3
MAX_MONTHS_AHEAD = 12
MIN_MINUTES = 15
MAX_MINUTES = 8 * 60
MAX_SERIES = 10
MAX_SUPPORTERS = 6
ONE_DAY = timedelta(days=1)
# The requester's link works this long after the end, as long as the client block may exist.
DAYS_KEPT_AFTER_CLOSING = 90

INTERPRETING = "consult_mother_tongue"
CLIENT_TASKS = frozenset(
    {"consult_mother_tongue", "explain_differences", "home_visit", "inform_client"}
)

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def in_words(day: date) -> str:
    """Return a date as people say it: "zaterdag 28 november 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """Return a moment on the Brussels clock: "dinsdag 1 december 2026, 14.00 uur"."""
    wall = moment.astimezone(BRUSSELS)
    return f"{in_words(wall.date())}, {wall:%H.%M} uur"


def duration_in_words(minutes: int) -> str:
    """Return a duration as people say it: "1 uur en 30 minuten"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} uur"] * bool(hours) + [f"{rest} minuten"] * bool(rest)
    return " en ".join(parts)


def local_date(moment: datetime) -> date:
    """Return the Brussels calendar date of an aware moment."""
    return moment.astimezone(BRUSSELS).date()


def earliest_date(today: date, lead_days: int) -> date:
    """Return the first date that can be asked for: a week ahead (service page, step 2).

    The week counts calendar days between dates, not hours (decision D10): asked at 23.59 on
    26 November, 3 December is still possible.
    """
    return today + timedelta(days=lead_days)


def latest_date(today: date) -> date:
    """Return the last date that can be asked for: a year ahead, so that typing errors show."""
    return today + timedelta(days=MAX_MONTHS_AHEAD * 31)


def brussels_moment(day: date, hour: time) -> datetime:
    """Return the aware UTC moment of a wall-clock time in Brussels.

    Raises RuleViolation for the hour that is skipped on the last Sunday of March. Of the hour
    that comes twice in October the first one is meant.
    """
    wall = datetime.combine(day, hour).replace(tzinfo=BRUSSELS, fold=0)
    moment = wall.astimezone(UTC)
    if moment.astimezone(BRUSSELS).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise RuleViolation(
            f"Dit uur bestaat niet op {in_words(day)}: de klok springt dan van 2 naar 3 uur."
            " Kies een ander uur.",
            field="time",
        )
    return moment


def check_lead_time(day: date, *, today: date, lead_days: int) -> None:
    """Refuse a date that comes sooner than the lead time, or absurdly late."""
    earliest = earliest_date(today, lead_days)
    if day < earliest:
        raise RuleViolation(f"Kies een datum vanaf {in_words(earliest)}.", field="date")
    if day > latest_date(today):
        raise RuleViolation(
            f"Kies een datum ten laatste op {in_words(latest_date(today))}.", field="date"
        )


def check_moments(moments: Sequence[datetime]) -> None:
    """Refuse no moment, more than three, or the same one twice."""
    if not moments:
        raise RuleViolation("Kies minstens één moment.", field="moments")
    if len(moments) > MAX_MOMENTS:
        raise RuleViolation(f"Kies ten hoogste {MAX_MOMENTS} momenten.", field="moments")
    if len(set(moments)) < len(moments):
        raise RuleViolation(
            "Je koos twee keer hetzelfde moment. Kies een ander moment of laat het leeg.",
            field="moments",
        )


def involves_client(tasks: Iterable[str]) -> bool:
    """Tell whether a client takes part, so that the client block and the agreement are needed."""
    return not CLIENT_TASKS.isdisjoint(tasks)


def check_tasks(tasks: Iterable[str]) -> None:
    """Refuse no task, and a CSO as interpreter only (service page: "mag niet alleen als tolk")."""
    chosen = set(tasks)
    if not chosen:
        raise RuleViolation("Kies minstens één taak voor de CSO.", field="tasks")
    if chosen == {INTERPRETING}:
        raise InterpreterOnly(
            "Een CSO is niet alleen een tolk. Kies ook wat de CSO nog meer kan doen,"
            " of vraag een sociaal tolk.",
            field="tasks",
        )


def check_location(kind: str, tasks: Iterable[str]) -> None:
    """A home visit is at home, and only a talk with a client can be at the client's home."""
    chosen = set(tasks)
    if "home_visit" in chosen and kind != "home":
        raise RuleViolation(
            "Je vraagt een huisbezoek. Kies dan “Bij de cliënt thuis”.", field="location_kind"
        )
    if kind == "home" and not involves_client(chosen):
        raise RuleViolation(
            "Voor deze taak is er geen cliënt bij. Kies een andere plaats.",
            field="location_kind",
        )


def check_address(kind: str, address: str) -> None:
    """At the organisation, the CSO must know where to go; the OCMW's own address is known."""
    if kind == "organisation" and not address:
        raise RuleViolation(
            "Vul het adres in waar het gesprek plaatsvindt.", field="location_address"
        )


def client_block_violations(
    tasks: Iterable[str], *, client_name: str, consented: bool, at_home: bool, home_address: str
) -> Iterator[RuleViolation]:
    """Yield what is missing of the client block, when a client takes part (N6).

    Service page, step 2: explicit agreement of the client, and the personal data filled in.
    """
    if not involves_client(tasks):
        return
    if not consented:
        yield RuleViolation(
            "Vraag eerst het akkoord van de cliënt en vink het hier aan.", field="consent"
        )
    if not client_name:
        yield RuleViolation("Vul de naam van de cliënt in.", field="client_name")
    if at_home and not home_address:
        yield RuleViolation("Vul het adres van het huisbezoek in.", field="home_address")


def check_client_block(
    tasks: Iterable[str], *, client_name: str, consented: bool, at_home: bool, home_address: str
) -> None:
    """Demand the client's name and agreement exactly when a client takes part (N6)."""
    for violation in client_block_violations(
        tasks,
        client_name=client_name,
        consented=consented,
        at_home=at_home,
        home_address=home_address,
    ):
        raise violation


def check_birth_year(text: str, *, today: date) -> None:
    """Refuse a year in which no living person was born."""
    if not (text.isdecimal() and today.year - 120 <= int(text) <= today.year):
        raise RuleViolation(
            f"Schrijf het jaar met vier cijfers, ten laatste {today.year}.", field="birth_year"
        )


def check_consent_date(given_on: date, *, today: date) -> None:
    """The agreement comes before the request, and is not older than a year."""
    if given_on > today:
        raise RuleViolation(
            "Deze datum ligt in de toekomst. Vraag het akkoord voor je de aanvraag indient.",
            field="consent_given_on",
        )
    if given_on < today - timedelta(days=366):
        raise RuleViolation(
            "Dit akkoord is ouder dan een jaar. Vraag het opnieuw aan de cliënt.",
            field="consent_given_on",
        )


def link_valid(closed_on: date | None, *, today: date) -> bool:
    """Tell whether the requester's link still opens: always while the request is open."""
    return closed_on is None or today <= closed_on + timedelta(days=DAYS_KEPT_AFTER_CLOSING)


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def answer_due(
    submitted_on: date,
    answer_days: int,
    closing_days: Collection[date] = (),
    days_off: Container[date] = (),
) -> date:
    """Return the date by which the OCMW promises its answer: within the week (service page).

    Days on which the service is closed do not count (N21, docs/decisions/0036); weekends and legal
    holidays do. An answer that would fall in a closing period comes on the first day after it.
    `days_off` holds the legal holidays, which may lengthen such a period.
    """
    due, left = submitted_on, answer_days
    while left:
        due += ONE_DAY
        left -= due not in closing_days
    for period in closing_periods(closing_days, days_off):
        if period.first <= due <= period.last:
            return period.last + ONE_DAY
    return due


@dataclass(frozen=True, slots=True)
class ClosingPeriod:
    """Days in a row on which nobody works, from a closing day on."""

    first: date
    last: date

    @property
    def in_words(self) -> str:
        """Return it as people say it: "van donderdag 24 december tot en met ..."."""
        if self.first == self.last:
            return f"op {in_words(self.first)}"
        return f"van {in_words(self.first)} tot en met {in_words(self.last)}"


def closing_periods(
    closing_days: Collection[date], days_off: Container[date]
) -> list[ClosingPeriod]:
    """Return the periods in which the service is closed, oldest first.

    A period begins on a closing day and lasts over the weekends and holidays that follow it, up to
    the next working day.
    """
    periods: list[ClosingPeriod] = []
    for day in sorted(closing_days):
        if periods and day <= periods[-1].last:
            continue
        last = day
        while last + ONE_DAY in closing_days or not is_working_day(last + ONE_DAY, days_off):
            last += ONE_DAY
        periods.append(ClosingPeriod(day, last))
    return periods


def is_working_day(day: date, days_off: Container[date]) -> bool:
    """Tell whether people work on this day: no weekend, holiday or closing day."""
    return day.weekday() < 5 and day not in days_off


def shift_working_days(day: date, count: int, days_off: Container[date]) -> date:
    """Return the date `count` working days after `day` (before it when negative)."""
    step = timedelta(days=1 if count > 0 else -1)
    remaining = abs(count)
    while remaining:
        day += step
        remaining -= is_working_day(day, days_off)
    return day


def respond_by(
    *, submitted_on: date, due: date, first_day: date, working_days: int, days_off: Container[date]
) -> date:
    """Return the last date on which an answer is still useful (N4).

    The earlier of the promised answer date and `working_days` working days before the first
    wished day, but never before the day of asking.
    """
    useful = shift_working_days(first_day, -working_days, days_off)
    return max(submitted_on, min(due, useful))


@dataclass(frozen=True, slots=True)
class OddMoment:
    """A moment that is allowed but worth a second look."""

    moment: datetime
    warning: str


def odd_moments(
    moments: Iterable[datetime],
    *,
    opens: int,
    closes: int,
    days_off: Mapping[date, str],
    due: date | None = None,
) -> list[OddMoment]:
    """Return why moments are worth a second look: a day off or an odd hour (L3, L4).

    With `due`, also those that come before the day on which the answer is promised (N21).
    """
    odd = []
    for moment in moments:
        wall = moment.astimezone(BRUSSELS)
        if not is_working_day(wall.date(), days_off):
            odd.append(OddMoment(moment, no_working_day(wall.date(), days_off)))
        elif not opens <= wall.hour < closes:
            odd.append(OddMoment(moment, f"{wall:%H.%M} uur valt buiten de gewone uren"))
        if due is not None and wall.date() < due:
            early = (
                f"{in_words(wall.date())} komt voor de dag waarop je ten laatste antwoord krijgt"
            )
            odd.append(OddMoment(moment, early))
    return odd


def no_working_day(day: date, days_off: Mapping[date, str]) -> str:
    """Say that people do not work on a day, and why where it is not a weekend."""
    reason = f" ({days_off[day]})" if day in days_off else ""
    return f"{in_words(day)} is geen gewone werkdag{reason}"


def check_series(count: int) -> None:
    """Refuse no talk at all, and more talks than one request may wish for (F13)."""
    if not 1 <= count <= MAX_SERIES:
        raise RuleViolation(
            f"Kies een aantal van 1 tot en met {MAX_SERIES} gesprekken.", field="series_count"
        )


def check_duration(minutes: int) -> None:
    """Refuse a planned duration outside 15 minutes to 8 hours."""
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise RuleViolation("Kies een duur tussen 15 minuten en 8 uur.", field="duration_minutes")


def reference(year: int, number: int) -> str:
    """Return the reference of a request, such as CSO-2026-0042."""
    return f"CSO-{year}-{number:04d}"
