from datetime import date

import pytest

from requests_app.forms.wishes import WishForm
from tests.factories import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
WISHES = {"duration_minutes": "60", "location_kind": "ocmw"}


class Wished(WishForm):
    def clean(self):
        self._clean_moments()
        return self.cleaned_data


def wished(**data):
    return Wished({**WISHES, **data}, today=TODAY)


def test_wishes_that_can_be_read_are_moments_in_order():
    form = wished(date_1="2026-11-30", time_1="14:00", date_2="2026-12-01", time_2="09:30")

    assert form.is_valid()
    assert form.moments == [at(10), at(11, 9, 30)]
    assert form.moments_in_words == [
        "maandag 30 november 2026, 14.00 uur",
        "dinsdag 1 december 2026, 09.30 uur",
    ]
    assert not form.too_late


def test_the_first_wish_is_needed_and_a_date_needs_its_hour():
    form = wished(date_2="2026-12-01")

    assert not form.is_valid()
    assert form.errors == {
        "date_1": ["Kies een datum vanaf vrijdag 27 november 2026."],
        "time_1": ["Kies een uur."],
        "time_2": ["Kies een uur."],
    }


def test_too_late_is_noticed_and_the_same_moment_twice_is_refused():
    late = wished(date_1="2026-11-26", time_1="14:00")
    twice = wished(date_1="2026-11-30", time_1="14:00", date_2="2026-11-30", time_2="14:00")

    assert not late.is_valid()
    assert late.too_late
    assert not twice.is_valid()
    assert [str(violation) for violation in twice.broken] == [twice.errors["date_1"][0]]


def test_the_calendar_of_the_browser_gets_the_limits():
    attrs = wished().fields["date_3"].widget.attrs

    assert (attrs["min"], attrs["max"]) == ("2026-11-27", "2027-11-27")
