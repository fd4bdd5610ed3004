"""Which CSO the requester would rather have, or rather not (F9, N7)."""

from datetime import date

import pytest

from coaching import rules
from requests_app.errors import RuleViolation


@pytest.mark.parametrize(
    ("first_name", "typed", "named"),
    [
        ("Samira", "Samira", True),
        ("Samira", " samira ", True),
        ("Samira", "SAMIRA V.", True),
        ("Samira", "Leyla of Samira", True),
        ("Léyla", "leyla", True),
        ("Leyla", "Léyla", True),
        ("An", "Anna", False),
        ("Anna", "An", False),
        ("Anne Marie", "anne-marie", True),
        ("Anne Marie", "Anne", False),
        ("Samira", "", False),
        ("", "Samira", False),
        ("", "", False),
    ],
)
def test_a_name_is_recognised_as_people_type_it(first_name, typed, named):
    assert rules.is_named(first_name, typed) is named


@pytest.mark.parametrize(
    ("excluded", "avoided", "reason"),
    [
        (True, "", rules.EXCLUDED),
        (True, "Samira", rules.EXCLUDED),
        (False, "Samira", rules.AVOIDED),
        (False, "Leyla", ""),
        (False, "", ""),
    ],
)
def test_barred(excluded, avoided, reason):
    assert rules.barred("Samira", excluded=excluded, avoided=avoided) == reason


@pytest.mark.parametrize(
    ("gender", "wished", "wished_gender", "words"),
    [
        ("f", "", "", []),
        ("f", "samira", "", ["gevraagd in de aanvraag"]),
        ("f", "", "f", ["vrouw, zoals gevraagd"]),
        ("m", "", "f", ["gevraagd: liefst een vrouw"]),
        ("x", "", "m", ["gevraagd: liefst een man"]),
        ("", "", "f", []),
        ("m", "Samira", "m", ["gevraagd in de aanvraag", "man, zoals gevraagd"]),
    ],
)
def test_meets_wishes(gender, wished, wished_gender, words):
    found = rules.meets_wishes("Samira", gender, wished=wished, wished_gender=wished_gender)

    assert found == words


def test_a_barred_supporter_is_refused_whoever_is_free():
    facts = rules.SupporterFacts(
        active=True,
        confidential_since=date(2025, 1, 1),
        speaks=True,
        free=True,
        barred=rules.EXCLUDED,
    )

    with pytest.raises(RuleViolation, match="kan niet: uitgesloten voor deze aanvraag"):
        rules.check_supporter(facts, day=date(2026, 12, 1))
