from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("21/11/2026", date(2026, 11, 21)),
        ("21-11-2026", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),  # what a native date input sends
        ("1/2/2027", date(2027, 2, 1)),
    ],
)
def test_dates_are_read_day_first(typed, expected):
    assert forms.DateField().clean(typed) == expected


def test_a_date_that_does_not_exist_is_refused():
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("29/02/2027")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ day|date:'SHORT_DATE_FORMAT' }}", "21/11/2026"),
        ("{{ day|date }}", "21 november 2026"),
        ("{{ moment|time }}", "14:05"),
        ("{{ amount }}", "15,50"),
    ],
)
def test_templates_write_as_belgium_does(template, expected):
    context = {
        "day": date(2026, 11, 21),
        "moment": datetime(2026, 11, 21, 13, 5, tzinfo=UTC),
        "amount": Decimal("15.50"),
    }

    assert Template(template).render(Context(context)) == expected


def test_thousands_are_parted_by_a_point():
    written = formats.number_format(Decimal("1234.5"), 2, use_l10n=True, force_grouping=True)

    assert written == "1.234,50"
