"""The rules of asking, as tables that the service can read."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import rules
from requests_app.errors import InterpreterOnly, RuleViolation

LEAD = 7


def wall(*clock: int) -> datetime:
    """Return a moment on the Brussels clock."""
    return datetime(*clock, tzinfo=rules.BRUSSELS)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("asked_at", "earliest"),
    [
        # asked (Brussels clock)          first possible day
        (wall(2026, 11, 26, 23, 59), date(2026, 12, 3)),
        (wall(2026, 11, 27, 0, 1), date(2026, 12, 4)),
        (wall(2027, 3, 27, 23, 59), date(2027, 4, 3)),  # the night before the clock goes on
        (wall(2027, 3, 28, 0, 1), date(2027, 4, 4)),
        (wall(2026, 10, 24, 23, 59), date(2026, 10, 31)),  # the night before it goes back
        (wall(2026, 10, 25, 0, 1), date(2026, 11, 1)),
        (wall(2026, 12, 28, 12, 0), date(2027, 1, 4)),  # over the end of the year
        (wall(2028, 2, 22, 12, 0), date(2028, 2, 29)),  # a leap year
        (wall(2027, 2, 22, 12, 0), date(2027, 3, 1)),  # no leap year
    ],
)
def test_earliest_date_is_seven_calendar_days_after_the_brussels_date(asked_at, earliest):
    today = rules.local_date(asked_at.astimezone(UTC))

    assert rules.earliest_date(today, LEAD) == earliest
    rules.check_lead_time(earliest, today=today, lead_days=LEAD)
    with pytest.raises(RuleViolation, match=f"Kies een datum vanaf {rules.in_words(earliest)}"):
        rules.check_lead_time(
            date.fromordinal(earliest.toordinal() - 1), today=today, lead_days=LEAD
        )


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2027, 12, 1), date(1, 1, 1)])
def test_absurd_dates_are_refused_with_a_date_that_can_be_chosen(day):
    with pytest.raises(RuleViolation, match=r"Kies een datum (vanaf|ten laatste op) "):
        rules.check_lead_time(day, today=date(2026, 11, 20), lead_days=LEAD)


def test_in_words_names_weekday_day_month_and_year():
    assert rules.in_words(date(2026, 11, 28)) == "zaterdag 28 november 2026"


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (date(2026, 12, 1), time(14, 0), datetime(2026, 12, 1, 13, 0, tzinfo=UTC)),
        (date(2026, 7, 1), time(14, 0), datetime(2026, 7, 1, 12, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # the first
    ],
)
def test_brussels_moment_keeps_the_wall_clock(day, hour, moment):
    assert rules.brussels_moment(day, hour) == moment


@pytest.mark.parametrize("hour", [time(2, 0), time(2, 30), time(2, 59)])
def test_hour_that_does_not_exist_is_refused(hour):
    with pytest.raises(RuleViolation, match="bestaat niet op zondag 28 maart 2027"):
        rules.brussels_moment(date(2027, 3, 28), hour)


@pytest.mark.parametrize(
    ("tasks", "client"),
    [
        (["consult_mother_tongue", "case_advice"], True),
        (["explain_differences"], True),
        (["home_visit"], True),
        (["inform_client"], True),
        (["case_advice"], False),
        (["activity"], False),
        (["case_advice", "activity"], False),
    ],
)
def test_client_takes_part_when_a_task_is_done_with_the_client(tasks, client):
    rules.check_tasks(tasks)
    assert rules.involves_client(tasks) is client


def test_interpreting_alone_is_refused():
    with pytest.raises(InterpreterOnly, match="niet alleen een tolk"):
        rules.check_tasks(["consult_mother_tongue"])


def test_no_task_is_refused():
    with pytest.raises(RuleViolation, match="minstens één taak"):
        rules.check_tasks([])


@pytest.mark.parametrize(
    ("kind", "tasks", "message"),
    [
        ("organisation", ["home_visit", "case_advice"], "Kies dan “Bij de cliënt thuis”"),
        ("home", ["case_advice"], "is er geen cliënt bij"),
    ],
)
def test_place_must_fit_the_task(kind, tasks, message):
    with pytest.raises(RuleViolation, match=message):
        rules.check_location(kind, tasks)


@pytest.mark.parametrize(
    ("kind", "tasks"),
    [("home", ["home_visit"]), ("home", ["inform_client"]), ("online", ["case_advice"])],
)
def test_place_that_fits_is_accepted(kind, tasks):
    rules.check_location(kind, tasks)


@pytest.mark.parametrize(
    ("given_block", "field"),
    [
        ({"consented": False}, "consent"),
        ({"client_name": ""}, "client_name"),
        ({"at_home": True}, "home_address"),
    ],
)
def test_client_block_must_be_complete_when_a_client_takes_part(given_block, field):
    complete = {"client_name": "x", "consented": True, "at_home": False, "home_address": ""}
    with pytest.raises(RuleViolation) as refused:
        rules.check_client_block(["inform_client"], **(complete | given_block))
    assert refused.value.field == field


def test_client_block_is_not_asked_without_a_client():
    rules.check_client_block(
        ["case_advice"], client_name="", consented=False, at_home=False, home_address=""
    )


@pytest.mark.parametrize(
    ("given_on", "message"),
    [(date(2026, 11, 21), "in de toekomst"), (date(2025, 11, 1), "ouder dan een jaar")],
)
def test_agreement_lies_before_the_request_and_is_recent(given_on, message):
    with pytest.raises(RuleViolation, match=message):
        rules.check_consent_date(given_on, today=date(2026, 11, 20))


def test_agreement_of_today_is_accepted():
    rules.check_consent_date(date(2026, 11, 20), today=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("moments", "message"),
    [
        ([], "minstens één moment"),
        ([1, 2, 3, 4], "ten hoogste 3"),
        ([1, 1], "twee keer hetzelfde"),
    ],
)
def test_moments_are_one_to_three_and_different(moments, message):
    wished = [datetime(2026, 12, day, 9, tzinfo=UTC) for day in moments]
    with pytest.raises(RuleViolation, match=message):
        rules.check_moments(wished)


def test_answer_is_due_seven_days_after_submission():
    assert rules.answer_due(date(2026, 12, 28), 7) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("submitted", "first_day", "useful"),
    [
        (date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 25)),  # a week ahead, Friday
        (date(2026, 11, 20), date(2026, 11, 30), date(2026, 11, 26)),  # Monday: over the weekend
        (date(2026, 11, 20), date(2026, 12, 20), date(2026, 11, 27)),  # far away: the promise
        (date(2026, 12, 21), date(2026, 12, 28), date(2026, 12, 23)),  # Christmas Day is off
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),  # never before submission
    ],
)
def test_useful_answer_date(submitted, first_day, useful):
    assert (
        rules.respond_by(
            submitted_on=submitted,
            due=rules.answer_due(submitted, 7),
            first_day=first_day,
            working_days=2,
            days_off={date(2026, 12, 25)},
        )
        == useful
    )


@given(
    start=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    count=st.integers(-15, 15).filter(bool),
    off=st.sets(st.dates(date(2024, 1, 1), date(2030, 1, 1)), max_size=20),
)
def test_shift_working_days_passes_exactly_that_many_working_days(start, count, off):
    end = rules.shift_working_days(start, count, off)
    low, high = sorted([start.toordinal(), end.toordinal()])
    between = range(low + 1, high + 1) if count > 0 else range(low, high)
    passed = [day for day in between if rules.is_working_day(date.fromordinal(day), off)]
    assert len(passed) == abs(count)
    assert rules.is_working_day(end, off)


@pytest.mark.parametrize(
    ("day", "hour", "warning"),
    [
        (date(2026, 12, 25), 10, "vrijdag 25 december 2026 is geen gewone werkdag (Kerstmis)"),
        (date(2026, 12, 5), 10, "zaterdag 5 december 2026 is geen gewone werkdag"),
        (date(2026, 12, 1), 7, "07.00 uur valt buiten de gewone uren"),
        (date(2026, 12, 1), 20, "20.00 uur valt buiten de gewone uren"),
    ],
)
def test_odd_moments_are_named(day, hour, warning):
    moment = rules.brussels_moment(day, time(hour))
    odd = rules.odd_moments([moment], opens=8, closes=20, days_off={date(2026, 12, 25): "Kerstmis"})
    assert odd == [rules.OddMoment(moment, warning)]


def test_ordinary_moment_is_not_odd():
    moment = rules.brussels_moment(date(2026, 12, 1), time(19, 59))
    assert rules.odd_moments([moment], opens=8, closes=20, days_off={}) == []


@pytest.mark.parametrize("minutes", [14, 481, 0, -60])
def test_duration_out_of_range_is_refused(minutes):
    with pytest.raises(RuleViolation, match="tussen 15 minuten en 8 uur"):
        rules.check_duration(minutes)


@pytest.mark.parametrize("minutes", [15, 60, 480])
def test_duration_in_range_is_accepted(minutes):
    rules.check_duration(minutes)


def test_reference_has_year_and_four_digits():
    assert rules.reference(2026, 1) == "CSO-2026-0001"
    assert rules.reference(2026, 12345) == "CSO-2026-12345"


def test_monday_of_a_week():
    assert rules.monday_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert rules.monday_of(date(2026, 11, 16)) == date(2026, 11, 16)
