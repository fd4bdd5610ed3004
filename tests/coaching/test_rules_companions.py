from datetime import timedelta

import pytest

from coaching import rules
from requests_app.errors import RuleViolation


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Samira"], "Samira"),
        (["Samira", "Hodan"], "Samira en Hodan"),
        (["Samira", "Hodan", "Leyla"], "Samira, Hodan en Leyla"),
    ],
)
def test_names_as_people_say_them(names, words):
    assert rules.listed(names) == words


@pytest.mark.parametrize("others", [[], [2], [2, 3, 4, 5, 6]])
def test_up_to_six_different_csos_may_go(others):
    rules.check_companions(1, others)


@pytest.mark.parametrize(
    ("others", "message"),
    [([1], "gaat al mee"), ([2, 2], "gaat al mee"), ([2, 3, 4, 5, 6, 7], "ten hoogste 6 CSO's")],
)
def test_nobody_goes_twice_and_not_more_than_six_go(others, message):
    with pytest.raises(RuleViolation, match=message) as refused:
        rules.check_companions(1, others)

    assert refused.value.field == "companions"


HOUR = timedelta(hours=1)
SAME = timedelta()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"others": True, "several": True}, "de CSO's die meekomen zijn veranderd"),
        (
            {"others": True, "several": True, "moved": True},
            "je gesprek is verplaatst en de CSO's die meekomen zijn veranderd",
        ),
        ({"moved": True, "several": True}, "je gesprek is verplaatst"),
        ({"others": True}, "er komt iemand anders mee naar je gesprek"),
        (
            {"others": True, "moved": True},
            "je gesprek is verplaatst en er komt iemand anders mee",
        ),
        ({"longer": HOUR}, "je gesprek duurt langer"),
        ({"longer": -HOUR}, "je gesprek duurt korter"),
        # Who was second goes first now: nothing that the requester notices.
        ({"several": True}, "er is iets veranderd aan je gesprek"),
    ],
)
def test_a_change_in_words(change, words):
    whole = {"moved": False, "others": False, "longer": SAME, **change}

    assert rules.change_in_words(**whole) == words
