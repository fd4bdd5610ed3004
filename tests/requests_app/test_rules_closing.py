"""When the answer comes, also around Christmas: closing days do not count (N21, decision 0036)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import rules
from requests_app.errors import RuleViolation

WEEK = 7
HOLIDAYS = {
    date(2026, 12, 25): "Kerstmis",
    date(2027, 1, 1): "Nieuwjaar",
    date(2027, 3, 29): "Paasmaandag",
}
# The working days between Christmas and New Year.
CHRISTMAS = {date(2026, 12, day): "kerstsluiting" for day in (24, 28, 29, 30, 31)}
BRIDGE = {date(2026, 12, 7): "brugdag"}


def wall(*clock: int) -> datetime:
    """Return a moment on the Brussels clock."""
    return datetime(*clock, tzinfo=rules.BRUSSELS)  # type: ignore[arg-type, misc]


def due(asked_at: datetime, closing: dict[date, str]) -> date:
    """Return the day of the answer to a request of that moment."""
    asked_on = rules.local_date(asked_at.astimezone(UTC))
    return rules.answer_due(asked_on, WEEK, closing, {**HOLIDAYS, **closing})


@pytest.mark.parametrize(
    ("asked_at", "closing", "answer"),
    [
        # no closing days: seven calendar days, weekends and holidays included
        (wall(2026, 11, 20, 10), {}, date(2026, 11, 27)),
        (wall(2026, 12, 18, 10), {}, date(2026, 12, 25)),
        (wall(2026, 12, 25, 10), {}, date(2027, 1, 1)),
        (wall(2026, 11, 26, 23, 59), {}, date(2026, 12, 3)),
        (wall(2026, 11, 27, 0, 1), {}, date(2026, 12, 4)),
        # 29 February, and the weekends on which the clock changes
        (wall(2028, 2, 22, 12), {}, date(2028, 2, 29)),
        (wall(2028, 2, 29, 12), {}, date(2028, 3, 7)),
        (wall(2027, 3, 27, 23, 59), {}, date(2027, 4, 3)),
        (wall(2027, 3, 28, 0, 1), {}, date(2027, 4, 4)),
        (wall(2026, 10, 24, 23, 59), {}, date(2026, 10, 31)),
        (wall(2026, 10, 25, 0, 1), {}, date(2026, 11, 1)),
        # one closing day in the week: a day later; on the day of asking or after the week: nothing
        (wall(2026, 12, 4, 10), BRIDGE, date(2026, 12, 12)),
        (wall(2026, 12, 7, 10), BRIDGE, date(2026, 12, 14)),
        (wall(2026, 11, 29, 10), BRIDGE, date(2026, 12, 6)),
        (wall(2026, 11, 30, 10), BRIDGE, date(2026, 12, 8)),
        (wall(2026, 11, 30, 23, 59), BRIDGE, date(2026, 12, 8)),
        (wall(2026, 12, 1, 0, 1), BRIDGE, date(2026, 12, 9)),
        # Christmas and New Year
        (wall(2026, 12, 16, 10), CHRISTMAS, date(2026, 12, 23)),
        (wall(2026, 12, 17, 10), CHRISTMAS, date(2027, 1, 4)),  # 25 December lies in the closing
        (wall(2026, 12, 21, 10), CHRISTMAS, date(2027, 1, 4)),  # so does 2 January
        (wall(2026, 12, 23, 23, 59), CHRISTMAS, date(2027, 1, 4)),
        (wall(2026, 12, 24, 0, 1), CHRISTMAS, date(2027, 1, 4)),
        (wall(2026, 12, 31, 23, 59), CHRISTMAS, date(2027, 1, 7)),
        (wall(2027, 1, 1, 0, 1), CHRISTMAS, date(2027, 1, 8)),
    ],
)
def test_answer_comes_within_seven_days_on_which_the_service_is_not_closed(
    asked_at, closing, answer
):
    assert due(asked_at, closing) == answer


def test_every_day_of_a_closing_may_stand_in_the_list():
    first, last = date(2026, 12, 24), date(2027, 1, 3)
    whole = {first + timedelta(days=n): "dicht" for n in range((last - first).days + 1)}

    assert due(wall(2026, 12, 23, 10), whole) == date(2027, 1, 10)
    assert rules.closing_periods(whole, HOLIDAYS) == [rules.ClosingPeriod(first, last)]


@given(
    asked=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    closing=st.sets(st.dates(date(2026, 1, 1), date(2028, 2, 1)), max_size=30),
    days=st.integers(1, 14),
)
def test_the_answer_never_falls_in_a_closing_and_never_comes_sooner(asked, closing, days):
    off = {**HOLIDAYS, **dict.fromkeys(closing, "dicht")}

    answer = rules.answer_due(asked, days, closing, off)

    assert answer >= asked + timedelta(days=days)
    assert answer not in closing
    for period in rules.closing_periods(closing, off):
        assert not period.first <= answer <= period.last


@pytest.mark.parametrize(
    ("closing", "words"),
    [
        ({}, []),
        (BRIDGE, ["op maandag 7 december 2026"]),
        (CHRISTMAS, ["van donderdag 24 december 2026 tot en met zondag 3 januari 2027"]),
        (
            {**BRIDGE, date(2026, 12, 11): "teamdag"},
            [
                "op maandag 7 december 2026",
                "van vrijdag 11 december 2026 tot en met zondag 13 december 2026",
            ],
        ),
    ],
)
def test_closing_period_lasts_until_people_work_again(closing, words):
    periods = rules.closing_periods(closing, {**HOLIDAYS, **closing})

    assert [period.in_words for period in periods] == words


def test_useful_answer_lies_before_the_closing_and_never_after_the_promise():
    asked = date(2026, 12, 17)
    off = {**HOLIDAYS, **CHRISTMAS}
    promised = rules.answer_due(asked, WEEK, CHRISTMAS, off)

    def respond_by(first_day: date) -> date:
        return rules.respond_by(
            submitted_on=asked, due=promised, first_day=first_day, working_days=2, days_off=off
        )

    assert respond_by(date(2026, 12, 28)) == date(2026, 12, 22)
    assert respond_by(date(2027, 1, 4)) == date(2026, 12, 22)
    assert respond_by(date(2027, 1, 6)) == date(2027, 1, 4)
    assert respond_by(date(2027, 2, 1)) == promised


@pytest.mark.parametrize(
    ("day", "hour", "warnings"),
    [
        (date(2027, 1, 5), 10, []),
        (date(2027, 1, 4), 10, []),  # the day of the answer itself
        (
            date(2026, 12, 28),
            10,
            [
                "maandag 28 december 2026 is geen gewone werkdag (kerstsluiting)",
                "maandag 28 december 2026 komt voor de dag waarop je ten laatste antwoord krijgt",
            ],
        ),
        (
            date(2026, 12, 23),
            7,
            [
                "07.00 uur valt buiten de gewone uren",
                "woensdag 23 december 2026 komt voor de dag waarop je ten laatste antwoord krijgt",
            ],
        ),
    ],
)
def test_moment_before_the_answer_is_worth_a_second_look(day, hour, warnings):
    odd = rules.odd_moments(
        [rules.brussels_moment(day, time(hour))],
        opens=8,
        closes=20,
        days_off={**HOLIDAYS, **CHRISTMAS},
        due=date(2027, 1, 4),
    )

    assert [found.warning for found in odd] == warnings


@pytest.mark.parametrize("count", [0, 11, -1])
def test_number_of_talks_out_of_range_is_refused(count):
    with pytest.raises(RuleViolation, match="van 1 tot en met 10 gesprekken") as refused:
        rules.check_series(count)
    assert refused.value.field == "series_count"


@pytest.mark.parametrize("count", [1, 10])
def test_number_of_talks_in_range_is_taken(count):
    assert rules.check_series(count) is None
