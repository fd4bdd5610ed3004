"""The rules that the form and the requester's link ask."""

from datetime import date, timedelta

import pytest

from requests_app import rules
from requests_app.errors import RuleViolation

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("kind", ["organisation"])
def test_talk_at_the_organisation_needs_an_address(kind):
    rules.check_address(kind, "Schoolstraat 1")
    with pytest.raises(RuleViolation, match="Vul het adres in") as caught:
        rules.check_address(kind, "")
    assert caught.value.field == "location_address"


@pytest.mark.parametrize("kind", ["ocmw", "online", "home"])
def test_other_places_need_no_address_of_their_own(kind):
    assert rules.check_address(kind, "") is None


@pytest.mark.parametrize(
    ("consented", "name", "home", "fields"),
    [
        (True, "Amina", "Straat 1", []),
        (False, "", "", ["consent", "client_name", "home_address"]),
        (True, "", "Straat 1", ["client_name"]),
        (True, "Amina", "", ["home_address"]),
    ],
)
def test_all_that_lacks_in_the_client_block_is_told_at_once(consented, name, home, fields):
    found = rules.client_block_violations(
        ["home_visit"], client_name=name, consented=consented, at_home=True, home_address=home
    )

    assert [violation.field for violation in found] == fields


def test_without_a_client_nothing_lacks():
    found = rules.client_block_violations(
        ["case_advice"], client_name="", consented=False, at_home=False, home_address=""
    )

    assert list(found) == []


@pytest.mark.parametrize("year", ["1906", "1989", "2026"])
def test_birth_year_of_a_living_person_is_taken(year):
    assert rules.check_birth_year(year, today=TODAY) is None


@pytest.mark.parametrize("year", ["1905", "2027", "89", "19a9", "-1989", "²"])
def test_other_birth_years_are_refused(year):
    with pytest.raises(RuleViolation, match="vier cijfers, ten laatste 2026"):
        rules.check_birth_year(year, today=TODAY)


@pytest.mark.parametrize(
    ("closed_on", "valid"),
    [
        (None, True),
        (TODAY, True),
        (TODAY - timedelta(days=90), True),
        (TODAY - timedelta(days=91), False),
    ],
)
def test_link_ends_90_days_after_the_request(closed_on, valid):
    assert rules.link_valid(closed_on, today=TODAY) is valid


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(30, "30 minuten"), (60, "1 uur"), (90, "1 uur en 30 minuten"), (480, "8 uur")],
)
def test_duration_in_words(minutes, words):
    assert rules.duration_in_words(minutes) == words


def test_moment_in_words_is_on_the_brussels_clock():
    moment = rules.brussels_moment(date(2027, 7, 1), NOON)

    assert rules.moment_in_words(moment) == "donderdag 1 juli 2027, 12.00 uur"


NOON = rules.datetime(2026, 1, 1, 12).time()
