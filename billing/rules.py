"""The price of a talk and the check digits of a payment: numbers in, numbers out.

Source of the price: the service page ("eerste drie gesprekken gratis, vanaf het vierde € 15 voor
het eerste uur en € 5 voor elk extra uur") and decision D2 (every started hour counts).
Amounts are Decimal euros, durations whole minutes, ordinals count from 1.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count, islice

from billing.errors import AgreementMissing, NotInvoiceable
from requests_app.errors import RuleViolation
from requests_app.rules import MONTHS

MINUTES_PER_HOUR = 60
ZERO = Decimal("0.00")
FIRST_YEAR = 2000
ORDINALS = ("eerste", "tweede", "derde", "vierde")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a tariff. `first_hour` and `extra_hour` in EUR, `grace_minutes` in minutes."""

    free_count: int
    first_hour: Decimal
    extra_hour: Decimal
    grace_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one talk, in the parts in which it is invoiced."""

    first_hour: Decimal
    extra_hours: int
    extra_hour: Decimal

    @property
    def total(self) -> Decimal:
        """Return the whole price in EUR."""
        return self.first_hour + self.extra_hours * self.extra_hour


def is_free(ordinal: int, terms: Terms) -> bool:
    """Tell whether the talk with this number is one of the free ones."""
    return ordinal <= terms.free_count


def extra_hours(minutes: int, grace_minutes: int) -> int:
    """Return how many hours after the first one were started (D2); the grace does not count."""
    beyond = minutes - MINUTES_PER_HOUR - grace_minutes
    return max(0, -(-beyond // MINUTES_PER_HOUR))


def price(minutes: int, ordinal: int, terms: Terms) -> Price:
    """Return the price of the `ordinal`-th talk of `minutes` minutes.

    Raises RuleViolation for a talk without length and for an ordinal below 1.
    """
    if minutes <= 0:
        raise RuleViolation("Een gesprek duurt minstens één minuut.", field="minutes")
    if ordinal < 1:
        raise RuleViolation("Gesprekken tellen vanaf 1.")
    if is_free(ordinal, terms):
        return Price(first_hour=ZERO, extra_hours=0, extra_hour=terms.extra_hour)
    return Price(
        first_hour=terms.first_hour,
        extra_hours=extra_hours(minutes, terms.grace_minutes),
        extra_hour=terms.extra_hour,
    )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A held talk that has its number. A frozen one keeps it: its period was invoiced."""

    ordinal: int
    start: datetime
    frozen: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """The number of a new talk, and the talks that make room: (old number, new number).

    Carry the moves out in the order given, the highest number first: each one then moves to a
    number that is free at that moment.
    """

    ordinal: int
    moves: tuple[tuple[int, int], ...]


def place(talks: Sequence[Numbered], start: datetime) -> Placement:
    """Number a held talk among those that were posted before it (decision D4).

    Talks count by their start, and by the order of posting where the starts are equal. A talk that
    is registered late moves the later ones up, except those that are frozen.
    """
    loose = sorted((talk for talk in talks if not talk.frozen), key=_by_start)
    numbers = [talk.ordinal for talk in loose]
    numbers = [*sorted(numbers), max((talk.ordinal for talk in talks), default=0) + 1]
    index = sum(talk.start <= start for talk in loose)
    later = zip(loose[index:], numbers[index + 1 :], strict=True)
    moves = [(talk.ordinal, number) for talk, number in later]
    return Placement(ordinal=numbers[index], moves=tuple(reversed(moves)))


def _by_start(talk: Numbered) -> tuple[datetime, int]:
    return talk.start, talk.ordinal


def expected_ordinal(talks: Sequence[Numbered], *, before: datetime, planned_before: int) -> int:
    """Return the number that a talk will get when all that is planned before it is held.

    `talks` are the held ones, `before` is the end of the day of the talk.
    """
    frozen = {talk.ordinal for talk in talks if talk.frozen}
    earlier = sum(talk.start < before for talk in talks if not talk.frozen)
    return next(islice(_free_numbers(frozen), earlier + planned_before, None))


def _free_numbers(taken: Container[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)


def check_agreement(*, amount: Decimal, agreed: bool, waived: bool, talk: str) -> None:
    """Refuse a talk that costs something without a signed agreement (service page; decision D7).

    `talk` names the talk for the reader. Raises AgreementMissing.
    """
    if amount > ZERO and not (agreed or waived):
        raise AgreementMissing(
            f"Voor {talk} is een ondertekende overeenkomst nodig: de gratis gesprekken zijn op."
            " Registreer de overeenkomst, of vraag de coördinator om het zonder toe te laten.",
            field="agreement",
        )


def check_signed_on(signed_on: date, *, today: date) -> None:
    """Refuse an agreement that was signed in the future."""
    if signed_on > today:
        raise RuleViolation("Deze datum ligt in de toekomst.", field="signed_on")


def reference_start(prefix: str, year: int) -> str:
    """Return the digits with which every structured communication of a year begins."""
    return f"{prefix}{year % 100:02d}"


def structured_reference(prefix: str, year: int, number: int) -> str:
    """Return the 12 digits of a structured communication (OGM): PPP + YY + NNNNN + check.

    The check is the first ten digits modulo 97, where 0 becomes 97 (BILLING.md §1.7).
    """
    base = f"{reference_start(prefix, year)}{number:05d}"
    if len(base) != 10 or not base.isdigit():
        raise RuleViolation(
            "Het voorvoegsel van de gestructureerde mededeling heeft drie cijfers en er zijn ten"
            " hoogste 99 999 facturen per jaar."
        )
    return f"{base}{int(base) % 97 or 97:02d}"


def printed_reference(digits: str) -> str:
    """Return a structured communication as it is printed: +++ddd/dddd/ddddd+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def excel_reference(digits: str) -> str:
    """Return a structured communication as text that no spreadsheet takes for a formula."""
    return printed_reference(digits).strip("+")


def printed_enterprise_number(text: str) -> str:
    """Return an enterprise number as it is printed: 0407.123.450."""
    digits = "".join(filter(str.isdigit, text)).zfill(10)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def printed_iban(text: str) -> str:
    """Return an account number in groups of four."""
    signs = "".join(text.split()).upper()
    return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def in_cents(amount: Decimal | None) -> Decimal:
    """Return a sum from the database in whole cents; no rows make nothing.

    SQLite adds floating point numbers: the cents are right, what comes after them is noise.
    """
    return (amount or ZERO).quantize(ZERO)


def euro(amount: Decimal) -> str:
    """Return an amount as it stands in a table: € 1.234,50, on one line."""
    return f"€\u00a0{_belgian(f'{amount:,.2f}')}"


def euro_in_words(amount: Decimal) -> str:
    """Return an amount as it stands in a sentence: € 15, and € 7,50 where there are cents."""
    whole = amount == amount.to_integral_value()
    return f"€\u00a0{_belgian(f'{amount:,.0f}' if whole else f'{amount:,.2f}')}"


def _belgian(text: str) -> str:
    return text.translate({ord(","): ".", ord("."): ","})


def long_date(day: date) -> str:
    """Return a date without its weekday: 3 december 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_in_words(first: date, last: date) -> str:
    """Return a period as people say it: a quarter, a month, or its two dates."""
    if (first, last) == quarter(first):
        return f"{ORDINALS[(first.month - 1) // 3]} kwartaal {first.year}"
    if (first, last) == month(first):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{long_date(first)} tot en met {long_date(last)}"


def line_description(held_on: date, reference: str, part: str) -> str:
    """Return the text of a line; the reference of the request, and nothing about a client."""
    return f"CSO-gesprek {held_on:%d/%m/%Y} ({reference}), {part}"


def invoice_number(year: int, series: str, number: int) -> str:
    """Return the number of an invoice as it is printed, such as 2026-CSO-00042."""
    return f"{year}-{series}-{number:05d}"


def due_date(issued_on: date, term_days: int) -> date:
    """Return the day by which an invoice is to be paid."""
    return issued_on + timedelta(days=term_days)


def issue_date(today: date, last_issued_on: date | None) -> date:
    """Return the date of a new invoice: today, but never before the last one of the series."""
    return max(today, last_issued_on or today)


def quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter in which `day` lies."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, month(date(day.year, first.month + 2, 1))[1]


def month(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month in which `day` lies."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def check_complete(missing: Sequence[str]) -> None:
    """Refuse to issue while facts of the sender are missing; the message lists them."""
    if missing:
        raise NotInvoiceable(f"Vul eerst bij “afzender van de facturen” aan: {', '.join(missing)}.")


def check_order(first: date, last: date) -> None:
    """Refuse a period that ends before it begins."""
    if last < first:
        raise RuleViolation("De einddatum ligt voor de begindatum.", field="last")


def check_period(first: date, last: date, *, today: date) -> None:
    """Refuse a period that ends before it begins or that is not over yet."""
    check_order(first, last)
    if first.year < FIRST_YEAR:
        raise RuleViolation(f"Kies een begindatum vanaf 1 januari {FIRST_YEAR}.", field="first")
    if last >= today:
        raise RuleViolation(
            "Deze periode is nog niet voorbij. Kies een einddatum in het verleden.", field="last"
        )
