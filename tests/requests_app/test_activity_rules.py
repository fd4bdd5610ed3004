import pytest

from requests_app.activity_rules import activity_violations, is_activity

GOOD = {
    "theme": "health",
    "theme_note": "",
    "audience_size": 20,
    "languages": ["dari"],
    "wanted": 1,
}


@pytest.mark.parametrize(
    ("tasks", "alone"),
    [
        (["activity"], True),
        (["activity", "activity"], True),
        (["activity", "case_advice"], False),
        (["case_advice"], False),
        ([], False),
    ],
)
def test_an_activity_is_asked_alone(tasks, alone):
    assert is_activity(tasks) is alone


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"theme": "other"}, ["theme_note"]),
        ({"theme": "other", "theme_note": "sport"}, []),
        ({"audience_size": 0}, ["audience_size"]),
        ({"audience_size": 1}, []),
        ({"audience_size": 5000}, []),
        ({"audience_size": 5001}, ["audience_size"]),
        ({"languages": []}, ["languages"]),
        ({"wanted": 0}, ["supporters_wanted"]),
        ({"wanted": 6}, []),
        ({"wanted": 7}, ["supporters_wanted"]),
        ({"audience_size": -1, "languages": []}, ["audience_size", "languages"]),
    ],
)
def test_what_is_wrong_with_an_activity_stands_beside_its_field(changes, wrong):
    found = list(activity_violations(**{**GOOD, **changes}))

    assert [violation.field for violation in found] == wrong
    assert all(str(violation) for violation in found)
