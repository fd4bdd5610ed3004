import pytest

from scripts.coverage_gate import gaps, must_be_complete


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("billing/rules.py", True),
        ("coaching/states.py", True),
        ("coaching/services/planning.py", True),
        ("coaching/views.py", False),
        ("billing/models/charge.py", False),
    ],
)
def test_must_be_complete(path, expected):
    assert must_be_complete(path) is expected


def module(lines=(), branches=()):
    return {
        "summary": {"percent_covered": 98.0},
        "missing_lines": list(lines),
        "missing_branches": list(branches),
    }


def test_gaps_names_only_what_must_be_complete():
    report = {
        "files": {
            "billing/views.py": module(lines=[3]),
            "billing/rules.py": module(branches=[[4, 6]]),
            "billing/states.py": module(),
        }
    }

    assert gaps(report) == [
        "billing/rules.py: 98.0 %, must be 100 % (lines [], branches [[4, 6]])",
    ]
