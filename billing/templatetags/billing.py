"""What templates of any room may show of money."""

from decimal import Decimal

from django import template
from django.utils import timezone

from billing import rules
from billing.models import Tariff
from billing.selectors import talks

register = template.Library()


@register.simple_tag
def current_tariff() -> Tariff | None:
    """Return the tariff of today; None where there is none. At most 30 s old."""
    return talks.known_tariff(timezone.localdate())


@register.simple_tag
def paid_price(minutes: object) -> Decimal | None:
    """Return what a talk of so many minutes costs today once the free talks are used up, in EUR.

    None where there is no tariff, and for what is no length of a talk.
    """
    tariff = talks.known_tariff(timezone.localdate())
    text = str(minutes)
    length = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if tariff is None or length == 0:
        return None
    return rules.price(length, tariff.free_count + 1, tariff.terms).total


register.filter("euro", rules.euro)
register.filter("euro_in_words", rules.euro_in_words)
register.filter("enterprise_number", rules.printed_enterprise_number)
register.filter("iban", rules.printed_iban)
