"""What templates of any room may show of money."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone

from billing import selectors
from billing.models import Tariff
from billing.selectors import FreeTalks
from requests_app.models import Organisation

register = template.Library()


@register.simple_tag
def current_tariff() -> Tariff | None:
    """Return the tariff of today; None where there is none. At most 30 s old."""
    return selectors.known_tariff(timezone.localdate())


@register.simple_tag
def free_talks(organisation: Organisation, day: date | None = None) -> FreeTalks:
    """Return how many free talks an organisation has used and has left (N2)."""
    day = day or timezone.localdate()
    return selectors.free_talks_of([organisation], day=day)[organisation.pk]


@register.filter
def euro(amount: Decimal) -> str:
    """Return an amount for a table: € 1.234,50."""
    return f"€ {_belgian(f'{amount:,.2f}')}"


@register.filter
def euro_in_words(amount: Decimal) -> str:
    """Return an amount for a sentence: € 15, and € 7,50 where there are cents."""
    whole = amount == amount.to_integral_value()
    return f"€ {_belgian(f'{amount:,.0f}' if whole else f'{amount:,.2f}')}"


def _belgian(text: str) -> str:
    return text.translate({ord(","): ".", ord("."): ","})
