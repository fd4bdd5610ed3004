import pytest

from scripts.test import Round, rounds

URL = "postgres://x"


@pytest.fixture(autouse=True)
def _address(monkeypatch):
    monkeypatch.setattr("scripts.test.POSTGRES_URL", URL)


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        (
            [],
            [
                Round("SQLite", None, "not postgres and not redis and not browser"),
                Round("PostgreSQL", URL, ""),
            ],
        ),
        (
            ["browser"],
            [
                Round("SQLite", None, "not postgres and not redis and not browser"),
                Round("PostgreSQL", URL, "not browser"),
            ],
        ),
        (["postgres"], [Round("SQLite", None, "not postgres")]),
        (["postgres", "redis"], [Round("SQLite", None, "not postgres and not redis")]),
    ],
)
def test_every_test_runs_somewhere_unless_something_is_lacking(lacking, expected):
    assert rounds(dict.fromkeys(lacking, "sentence")) == expected
