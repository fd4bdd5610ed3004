"""The price of a talk and the check digits of a payment: numbers in, numbers out.

Source of the price: the service page ("eerste drie gesprekken gratis, vanaf het vierde € 15 voor
het eerste uur en € 5 voor elk extra uur") and decision D2 (every started hour counts).
Amounts are Decimal euros, durations whole minutes, ordinals count from 1.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from requests_app.errors import RuleViolation

MINUTES_PER_HOUR = 60
ZERO = Decimal("0.00")


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


def structured_reference(prefix: str, year: int, number: int) -> str:
    """Return the 12 digits of a structured communication (OGM): PPP + YY + NNNNN + check.

    The check is the first ten digits modulo 97, where 0 becomes 97 (BILLING.md §1.7).
    """
    base = f"{prefix:0>3}{year % 100:02d}{number:05d}"
    if len(base) != 10 or not base.isdigit():
        raise RuleViolation(
            "Het voorvoegsel van de gestructureerde mededeling heeft drie cijfers en er zijn ten"
            " hoogste 99 999 facturen per jaar."
        )
    return f"{base}{int(base) % 97 or 97:02d}"


def printed_reference(digits: str) -> str:
    """Return a structured communication as it is printed: +++ddd/dddd/ddddd+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def invoice_number(year: int, series: str, number: int) -> str:
    """Return the number of an invoice as it is printed, such as 2026-CSO-00042."""
    return f"{year}-{series}-{number:05d}"


def due_date(issued_on: date, term_days: int) -> date:
    """Return the day by which an invoice is to be paid."""
    return issued_on + timedelta(days=term_days)


def check_period(first: date, last: date, *, today: date) -> None:
    """Refuse a period that ends before it begins or that is not over yet."""
    if last < first:
        raise RuleViolation("De einddatum ligt voor de begindatum.", field="last")
    if last >= today:
        raise RuleViolation(
            "Deze periode is nog niet voorbij. Kies een einddatum in het verleden.", field="last"
        )
