"""What is typed in."""

from datetime import date

import pytest

from billing.forms import PeriodForm


@pytest.mark.parametrize("typed", ["2026-09-01", "01/09/2026", "1.9.2026"])
def test_a_period_in_the_ways_people_write_dates(typed):
    form = PeriodForm({"first": typed, "last": "2026-09-30"})

    assert form.is_valid()
    assert form.period == (date(2026, 9, 1), date(2026, 9, 30))


def test_dates_go_to_the_browser_in_its_own_form():
    form = PeriodForm(initial={"first": date(2026, 9, 1), "last": date(2026, 9, 30)})

    assert 'type="date" name="first" value="2026-09-01"' in str(form["first"])
