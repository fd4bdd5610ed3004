"""What templates of any room may show of money."""

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


register.filter("euro", rules.euro)
register.filter("euro_in_words", rules.euro_in_words)
register.filter("enterprise_number", rules.printed_enterprise_number)
register.filter("iban", rules.printed_iban)
