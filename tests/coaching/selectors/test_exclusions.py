"""Who does not come for a request, whatever is free: said by the requester, never why."""

import pytest
from django.db import IntegrityError, transaction

from coaching.models import SupporterExclusion
from coaching.rules import AVOIDED, EXCLUDED
from coaching.selectors import candidates, facts_of
from coaching.selectors.exclusions import excluded_ids
from requests_app.choices import State
from tests import factories
from tests.coaching.pages import action, change, text_of
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def exclude(request, supporter):
    return SupporterExclusion.objects.create(request=request, supporter=supporter, at=NOW)


def reasons(request):
    return {
        each.supporter.first_name: [fit.reason for fit in each.fits]
        for each in candidates(request, [at(10)], minutes=60)
    }


def test_an_excluded_supporter_is_shown_with_the_reason_and_no_other():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.IN_REVIEW)
    other = factories.make_request(State.IN_REVIEW)
    exclude(request, samira)

    assert reasons(request) == {"Leyla": [""], "Samira": [EXCLUDED]}
    assert reasons(other) == {"Leyla": [""], "Samira": [""]}
    assert facts_of(samira, request, at(10), minutes=60).barred == EXCLUDED
    assert facts_of(leyla, request, at(10), minutes=60).barred == ""


def test_one_exclusion_is_kept_once():
    request, samira = factories.make_request(), factories.make_supporter()
    exclude(request, samira)

    with pytest.raises(IntegrityError, match=r"exclusion_once|UNIQUE"), transaction.atomic():
        exclude(request, samira)


def test_a_follow_up_inherits_from_the_whole_chain_and_gives_nothing_back():
    samira, leyla, omar = (factories.make_supporter(name) for name in ("Samira", "Leyla", "Omar"))
    first = factories.make_request(State.COMPLETED)
    second = factories.make_request(State.COMPLETED, follows=first)
    third = factories.make_request(State.IN_REVIEW, follows=second)
    exclude(first, samira)
    exclude(second, leyla)
    exclude(third, omar)

    assert excluded_ids(first) == {samira.pk}
    assert excluded_ids(second) == {samira.pk, leyla.pk}
    assert excluded_ids(third) == {samira.pk, leyla.pk, omar.pk}
    fits = reasons(third)
    assert [fits[name] for name in ("Samira", "Leyla", "Omar")] == [[EXCLUDED]] * 3


def test_a_chain_in_a_circle_ends():
    samira = factories.make_supporter()
    first = factories.make_request()
    second = factories.make_request(follows=first)
    first.follows = second
    first.save()
    exclude(second, samira)

    assert excluded_ids(first) == {samira.pk}


def test_candidates_with_exclusions_cost_one_statement(django_assert_num_queries):
    first = factories.make_request(State.COMPLETED)
    request = factories.make_request(State.IN_REVIEW, follows=first)
    for number in range(6):
        exclude(first, factories.make_supporter(f"Cso{number}"))

    with django_assert_num_queries(1):
        found = candidates(request, [at(10), at(11)], minutes=60)

    assert [each.barred for each in found].count(EXCLUDED) == 6


def test_a_typed_first_name_bars_whoever_bears_it():
    factories.make_supporter("Léyla")
    factories.make_supporter("Samira", gender="f")
    factories.make_supporter("Omar", gender="m")
    request = factories.make_request(
        State.IN_REVIEW,
        avoided_supporter="leyla",
        wished_supporter="SAMIRA",
        supporter_gender="f",
    )

    found = candidates(request, [at(10)], minutes=60)

    assert [each.supporter.first_name for each in found] == ["Samira", "Omar", "Léyla"]
    samira, omar, leyla = found
    assert samira.wishes == ("gevraagd in de aanvraag", "vrouw, zoals gevraagd")
    assert omar.wishes == ("gevraagd: liefst een vrouw",)
    assert (leyla.fits[0].reason, leyla.wishes) == (AVOIDED, ())
    assert omar.fits[0].reason == ""


def test_without_moments_the_coach_still_reads_who_is_excluded():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    exclude(request, samira)

    (only,) = candidates(request, [], minutes=60)

    assert only.in_words == EXCLUDED


def test_the_desk_shows_wishes_and_refuses_an_excluded_supporter(desk, now):
    samira = factories.make_supporter("Samira", gender="f")
    request = factories.make_request(
        State.IN_REVIEW,
        now=now,
        supporter_gender="m",
        wished_supporter="Samira",
        avoided_supporter="Leyla",
    )
    exclude(request, samira)

    words = text_of(desk.get(change(request)))
    assert "Liefst een man" in words
    assert "Liefst deze CSO: Samira" in words
    assert "Liever niet: Leyla" in words
    assert f"gevraagd: liefst een man {EXCLUDED}" in words

    start = request.first_moment.isoformat()
    answer = desk.post(
        action(request, "inplannen"),
        {"version": request.version, "wish": start, "minutes": 60, "supporter": samira.pk},
    )
    assert f"Deze CSO kan niet: {EXCLUDED}. Kies een andere CSO." in text_of(answer)
    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
