"""Other wishes in the place of the old ones, and what that does to our promise."""

from datetime import timedelta

import pytest
from django.db import transaction

from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.services import lock_request
from requests_app.services.moments import replace_moments
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db
TODAY = local_date(NOW)


def replace(request, starts, *, now=NOW):
    with transaction.atomic():
        return replace_moments(lock_request(request.pk), starts, now=now)


def starts_of(request):
    return list(request.moments.order_by("position").values_list("start", flat=True))


def test_the_new_wishes_take_the_place_of_the_old():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)

    old = replace(request, [at(15), at(12), at(13)])

    request.refresh_from_db()
    assert old == [at(10)]
    assert starts_of(request) == [at(15), at(12), at(13)]
    assert request.first_moment == at(12)


def test_who_wishes_anew_gets_a_new_promise():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    assert request.answer_due == TODAY + timedelta(days=5)

    replace(request, [at(20)])

    request.refresh_from_db()
    assert request.answer_due == TODAY + timedelta(days=7)
    assert request.respond_by == TODAY + timedelta(days=7)


def test_what_is_useful_comes_before_the_promise():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)

    replace(request, [at(7)])

    request.refresh_from_db()
    # Friday the 27th; two working days before it is Wednesday the 25th.
    assert request.respond_by == TODAY + timedelta(days=5)


def test_a_first_answer_that_was_late_stays_late():
    request = factories.make_request(
        State.ALTERNATIVE_PROPOSED,
        answer_due=TODAY - timedelta(days=3),
        respond_by=TODAY - timedelta(days=4),
        answered_at=NOW - timedelta(days=1),
    )

    replace(request, [at(20)])

    request.refresh_from_db()
    assert request.answer_due == TODAY - timedelta(days=3)
    assert request.respond_by == TODAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ([], "minstens één moment"),
        ([6], "Kies een datum vanaf vrijdag 27 november 2026"),
        ([-1], "Kies een datum vanaf"),
        ([400], "ten laatste op"),
        ([10, 10], "twee keer hetzelfde moment"),
        ([8, 9, 10, 11], "ten hoogste 3 momenten"),
    ],
)
def test_the_rules_of_asking_hold_and_nothing_changes(days, message):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)

    with pytest.raises(RuleViolation, match=message):
        replace(request, [at(day) for day in days])

    again = ConsultRequest.objects.get()
    assert starts_of(again) == [at(10)]
    assert (again.first_moment, again.answer_due) == (request.first_moment, request.answer_due)


def test_a_promise_that_is_later_than_the_new_one_stays():
    request = factories.make_request(
        State.ALTERNATIVE_PROPOSED,
        answer_due=TODAY + timedelta(days=30),
        respond_by=TODAY + timedelta(days=3),
    )

    replace(request, [at(60)])

    request.refresh_from_db()
    assert request.answer_due == TODAY + timedelta(days=30)
