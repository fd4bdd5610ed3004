"""What templates of any room show of money."""

from decimal import Decimal

import pytest
from django.template import engines

from billing.models import Tariff


def render(source, **context):
    return engines["django"].from_string("{% load billing %}" + source).render(context)


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ value|euro }}", Decimal("1234.5"), "€\u00a01.234,50"),
        ("{{ value|euro_in_words }}", Decimal("15.00"), "€\u00a015"),
        ("{{ value|enterprise_number }}", "0407123450", "0407.123.450"),
        ("{{ value|iban }}", "BE31091001234555", "BE31 0910 0123 4555"),
    ],
)
def test_filters(source, value, shown):
    assert render(source, value=value) == shown


@pytest.mark.django_db
def test_current_tariff():
    source = "{% current_tariff as tariff %}{{ tariff.free_count }} gratis, {{ tariff.first_hour|euro_in_words }}"

    assert render(source) == "3 gratis, €\u00a015"


@pytest.mark.django_db
def test_without_a_tariff_there_is_nothing_to_show():
    Tariff.objects.all().delete()

    assert render("{% current_tariff as tariff %}{% if tariff %}prijs{% endif %}") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (60, "15"),
        ("60", "15"),
        (61, "20"),
        (480, "50"),
        ("", "niets"),
        ("-60", "niets"),
        ("0", "niets"),
        (None, "niets"),
        ("²", "niets"),
        ("9" * 30, "niets"),
    ],
)
def test_price_of_a_length_once_the_free_talks_are_used_up(minutes, shown):
    source = "{% paid_price minutes as price %}{{ price|default_if_none:'niets'|floatformat:-2 }}"
    words = "{% paid_price minutes as price %}{{ price|default_if_none:'niets' }}"

    assert render(words if shown == "niets" else source, minutes=minutes) == shown


@pytest.mark.django_db
def test_length_has_no_price_without_a_tariff():
    Tariff.objects.all().delete()

    assert render("{% paid_price 60 as price %}{{ price|default_if_none:'niets' }}") == "niets"
