from datetime import UTC, date, datetime, timedelta

import pytest

from coaching import rules
from coaching.errors import SupporterTaken
from requests_app.errors import RuleViolation

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("start", "length", "travel", "first", "last", "count"),
    [
        (NOON, 60, 0, NOON, NOON + minutes(45), 4),
        (NOON, 60, 30, NOON - minutes(30), NOON + minutes(75), 8),
        (NOON + minutes(7), 15, 0, NOON, NOON + minutes(15), 2),
        (NOON, 1, 0, NOON, NOON, 1),
    ],
)
def test_slots_cover_the_talk_and_the_travel(start, length, travel, first, last, count):
    taken = list(rules.slots(start, start + minutes(length), travel_minutes=travel))

    assert (taken[0], taken[-1], len(taken)) == (first, last, count)


def test_slots_count_real_time_when_the_clock_goes_back():
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02.30 in Brussels, for the first time

    taken = list(rules.slots(start, start + minutes(90), travel_minutes=0))

    assert len(set(taken)) == 6


def test_talks_that_touch_do_not_overlap_without_travel():
    first = set(rules.slots(NOON, NOON + minutes(60), travel_minutes=0))
    second = set(rules.slots(NOON + minutes(60), NOON + minutes(120), travel_minutes=0))

    assert first.isdisjoint(second)


@pytest.mark.parametrize("ahead", [-1, 0])
def test_a_moment_that_passed_is_refused(ahead):
    with pytest.raises(RuleViolation, match="al voorbij"):
        rules.check_in_future(NOON + minutes(ahead), now=NOON)


def test_a_moment_ahead_is_allowed_also_within_the_lead_time():
    rules.check_in_future(NOON + minutes(1), now=NOON)


@pytest.mark.parametrize(
    ("ahead", "message"),
    [
        ([], "één tot 3"),
        ([1, 2, 3, 4], "één tot 3"),
        ([5, 5], "twee keer"),
        ([5, -5], "al voorbij"),
    ],
)
def test_a_bad_proposal_is_refused(ahead, message):
    with pytest.raises(RuleViolation, match=message):
        rules.check_proposed([NOON + minutes(count) for count in ahead], now=NOON)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_to_three_moments_can_be_proposed(count):
    rules.check_proposed([NOON + minutes(15 * n) for n in range(1, count + 1)], now=NOON)


def test_a_talk_that_began_is_registered_and_no_longer_moved():
    rules.check_started(NOON, now=NOON)
    with pytest.raises(RuleViolation, match="al begonnen"):
        rules.check_not_started(NOON, now=NOON)


def test_a_talk_to_come_is_moved_and_not_registered():
    rules.check_not_started(NOON + minutes(1), now=NOON)
    with pytest.raises(RuleViolation, match="moet nog beginnen"):
        rules.check_started(NOON + minutes(1), now=NOON)


@pytest.mark.parametrize(("length", "expected"), [(1, 1), (61, 61), (1440, 1440)])
def test_actual_minutes(length, expected):
    assert rules.actual_minutes(NOON, NOON + minutes(length), now=NOON + minutes(2000)) == expected


def test_actual_minutes_are_real_ones_when_the_clock_goes_forward():
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01.30 in Brussels; 02.00 does not exist
    after = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03.30

    assert rules.actual_minutes(before, after, now=after) == 60


@pytest.mark.parametrize(
    ("length", "message"), [(0, "na het begin"), (-10, "na het begin"), (1441, "hele dag")]
)
def test_absurd_lengths_are_refused(length, message):
    with pytest.raises(RuleViolation, match=message):
        rules.actual_minutes(NOON, NOON + minutes(length), now=NOON + minutes(2000))


def test_an_end_in_the_future_is_refused():
    with pytest.raises(RuleViolation, match="toekomst"):
        rules.actual_minutes(NOON, NOON + minutes(60), now=NOON + minutes(59))


def facts(**changes):
    known = {
        "active": True,
        "confidential_since": date(2025, 1, 1),
        "speaks": True,
        "free": True,
    }
    return rules.SupporterFacts(**{**known, **changes})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"active": False}, "niet actief"),
        ({"speaks": False}, "spreekt deze taal niet"),
        ({"confidential_since": None}, "tekende nog geen geheimhouding"),
        ({"confidential_since": date(2026, 12, 2)}, "tekende nog geen geheimhouding"),
        ({"confidential_since": date(2026, 12, 1)}, ""),
        ({"free": False}, "heeft dan al een afspraak of is onderweg"),
    ],
)
def test_why_not(changes, reason):
    assert rules.why_not(facts(**changes), day=date(2026, 12, 1)) == reason


def test_a_taken_supporter_is_an_error_of_its_own():
    with pytest.raises(SupporterTaken):
        rules.check_supporter(facts(free=False), day=date(2026, 12, 1))


def test_an_unfit_supporter_is_refused_with_the_reason():
    with pytest.raises(RuleViolation, match="niet actief") as refusal:
        rules.check_supporter(facts(active=False), day=date(2026, 12, 1))
    assert not isinstance(refusal.value, SupporterTaken)


def seen(**changes):
    calm = {
        "introduced": True,
        "says_introduced": True,
        "in_town": True,
        "tasks": frozenset({"consult_mother_tongue", "explain_differences"}),
        "paid_ordinal": 0,
        "lacks_agreement": False,
        "odd": (),
    }
    return rules.RequestFacts(**{**calm, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"introduced": False}, ["kennismaking nakijken"]),
        ({"introduced": False, "says_introduced": False}, ["geen kennismaking"]),
        ({"in_town": False}, ["buiten Leuven"]),
        ({"tasks": rules.MOSTLY_INTERPRETING}, ["alleen tolken?"]),
        ({"paid_ordinal": 4}, ["gesprek 4"]),
        ({"paid_ordinal": 4, "lacks_agreement": True}, ["gesprek 4, geen overeenkomst"]),
        ({"odd": ("zondag is geen gewone werkdag",)}, ["ongewoon moment"]),
    ],
)
def test_flags(changes, words):
    assert [flag.word for flag in rules.flags(seen(**changes))] == words
