"""The meeting as its requester sees it, and until when cancelling is asked (L8)."""

from datetime import date

import pytest
from django.core.cache import caches

from coaching.models import Appointment, AppointmentCompanion
from coaching.selectors.meetings import cancel_until, cancel_words, latest_version, meeting_of
from requests_app.choices import State
from requests_app.models import ClosingDay, ServiceSettings
from requests_app.rules import local_date
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def setting(**fields):
    ServiceSettings.objects.update_or_create(pk=1, defaults=fields)
    caches["local"].clear()


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (2, date(2026, 11, 26)),  # Monday the 30th: Friday, Thursday
        (0, date(2026, 11, 30)),
        (1, date(2026, 11, 27)),
    ],
)
def test_the_last_day_counts_working_days(count, day):
    setting(cancel_working_days=count)

    assert cancel_until(at(10)) == day


def test_closing_days_do_not_count():
    ClosingDay.objects.create(day=date(2026, 11, 26), name="brugdag")
    setting(cancel_working_days=2)

    assert cancel_until(at(10)) == date(2026, 11, 25)


def test_later_can_be_done_too_and_costs_nothing():
    assert cancel_words(at(10), today=date(2026, 11, 26)) == (
        "Kan het niet doorgaan? Annuleer dan ten laatste op donderdag 26 november 2026."
        " Later kan ook, en het kost niets."
    )
    assert cancel_words(at(10), today=date(2026, 11, 27)) == (
        "Kan het niet doorgaan? Annuleer dan meteen. Dat kost niets."
    )


def test_a_planned_meeting():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    meeting = meeting_of(request, now=NOW)

    assert meeting.supporters == (samira,)
    assert (meeting.is_planned, meeting.may_choose, meeting.is_accepted, meeting.is_off) == (
        True, True, False, False
    )  # fmt: skip
    assert "26 november" in meeting.cancel_words
    begun = meeting_of(request, now=at(10))
    assert (begun.is_planned, begun.may_choose) == (True, False)


def test_everybody_who_comes_is_named_for_a_fixed_number_of_statements(django_assert_num_queries):
    request = factories.make_request(State.PLANNED)
    names = ["Leyla", "Omar", "Hodan", "Selam"]
    for name in names:
        AppointmentCompanion.objects.create(
            appointment=Appointment.objects.get(), supporter=factories.make_supporter(name)
        )

    meeting_of(request, now=NOW)
    with django_assert_num_queries(3):
        meeting = meeting_of(request, now=NOW)

    assert [each.first_name for each in meeting.supporters] == ["Samira", *names]


def test_a_meeting_that_is_off_is_still_there_to_take_out_of_a_calendar():
    request = factories.make_request(State.PLANNED)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    request.refresh_from_db()

    meeting = meeting_of(request, now=NOW)

    assert (meeting.is_off, meeting.is_planned, meeting.may_choose) == (True, False, False)
    assert latest_version(request).sequence == 1


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COMPLETED, State.NOT_HELD])
def test_no_meeting_to_show(state):
    request = factories.make_request(state)

    assert meeting_of(request, now=NOW) is None
    assert (latest_version(request) is None) == (state == State.SUBMITTED)
    assert local_date(request.first_moment)
