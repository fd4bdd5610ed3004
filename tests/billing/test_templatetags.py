"""What templates of any room show of money."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import engines

from billing.models import Tariff
from tests.billing.money import at, held, organisation


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
def test_free_talks():
    school = organisation()
    for day in range(1, 3):
        held(school, at(date(2026, 9, day)))
    source = (
        "{% free_talks school as talks %}"
        "gesprek {{ talks.next_ordinal }} van {{ talks.free_count }} gratis, nog {{ talks.left }}"
    )

    assert render(source, school=school) == "gesprek 3 van 3 gratis, nog 1"
