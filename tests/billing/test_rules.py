"""The price of a talk, as the client can read it, and the figures on an invoice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import rules
from billing.errors import AgreementMissing, NotInvoiceable
from billing.rules import Numbered, Placement, Terms
from requests_app.errors import RuleViolation

LEUVEN = Terms(free_count=3, first_hour=Decimal("15.00"), extra_hour=Decimal("5.00"))
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
cents = st.integers(0, 20_000).map(lambda number: Decimal(number) / 100)
tariffs = st.builds(
    Terms,
    free_count=st.integers(0, 10),
    first_hour=cents,
    extra_hour=cents,
    grace_minutes=st.integers(0, 59),
)
lengths = st.integers(1, 24 * 60)
ordinals = st.integers(1, 500)


@pytest.mark.parametrize(
    ("talk", "minutes", "euros"),
    [
        # the first three are free, however long they last
        (1, 1, "0"),
        (1, 60, "0"),
        (1, 480, "0"),
        (2, 90, "0"),
        (3, 60, "0"),
        (3, 180, "0"),
        # from the fourth on: € 15 for the first hour, € 5 for each further hour that was started
        (4, 1, "15"),
        (4, 30, "15"),
        (4, 60, "15"),
        (4, 61, "20"),
        (4, 90, "20"),
        (4, 120, "20"),
        (4, 121, "25"),
        (4, 180, "25"),
        (5, 180, "25"),
        (5, 181, "30"),
        (40, 480, "50"),
    ],
)
def test_price(talk, minutes, euros):
    assert rules.price(minutes, talk, LEUVEN).total == Decimal(euros)


@pytest.mark.parametrize("minutes", [0, -1, -60])
def test_a_talk_without_length_has_no_price(minutes):
    with pytest.raises(RuleViolation, match="minstens één minuut"):
        rules.price(minutes, 4, LEUVEN)


def test_talks_count_from_one():
    with pytest.raises(RuleViolation, match="vanaf 1"):
        rules.price(60, 0, LEUVEN)


@pytest.mark.parametrize(
    ("minutes", "grace", "extra"),
    [(60, 10, 0), (70, 10, 0), (71, 10, 1), (130, 10, 1), (131, 10, 2), (119, 59, 0), (120, 59, 1)],
)
def test_minutes_of_grace(minutes, grace, extra):
    assert rules.extra_hours(minutes, grace) == extra


@given(lengths, ordinals, tariffs)
def test_price_agrees_with_counting_minute_by_minute(minutes, ordinal, terms):
    """An oracle that knows no division: walk through the talk and pay at each started hour."""
    owed = Decimal(0)
    if ordinal > terms.free_count:
        owed = terms.first_hour
        paid_until = 60 + terms.grace_minutes
        while minutes > paid_until:
            owed += terms.extra_hour
            paid_until += 60

    assert rules.price(minutes, ordinal, terms).total == owed


@given(lengths, ordinals, tariffs)
def test_a_longer_talk_never_costs_less_and_jumps_only_at_full_hours(minutes, ordinal, terms):
    now, later = (rules.price(length, ordinal, terms).total for length in (minutes, minutes + 1))

    assert later >= now
    if later > now:
        assert (minutes - terms.grace_minutes) % 60 == 0


@given(lengths, ordinals)
def test_free_exactly_up_to_the_third(minutes, ordinal):
    assert (rules.price(minutes, ordinal, LEUVEN).total == 0) == (ordinal <= 3)


@given(
    st.lists(
        st.tuples(st.integers(0, 400), lengths), min_size=1, max_size=8, unique_by=lambda p: p[0]
    )
)
def test_the_sum_does_not_follow_the_order_of_registering(talks):
    """Whatever is registered first, three are free and the rest of the file costs the same."""
    posted = []
    for day, minutes in talks:
        placement = rules.place([talk for talk, _ in posted], NOON + timedelta(days=day))
        moved = dict(placement.moves)
        posted = [
            (Numbered(moved.get(talk.ordinal, talk.ordinal), talk.start, frozen=False), length)
            for talk, length in posted
        ]
        new = Numbered(placement.ordinal, NOON + timedelta(days=day), frozen=False)
        posted.append((new, minutes))

    in_order = sorted(talks)
    assert sorted((talk.ordinal, talk.start, length) for talk, length in posted) == [
        (ordinal, NOON + timedelta(days=day), minutes)
        for ordinal, (day, minutes) in enumerate(in_order, start=1)
    ]


def talk(ordinal, day, *, frozen=False):
    return Numbered(ordinal, NOON + timedelta(days=day), frozen)


@pytest.mark.parametrize(
    ("talks", "day", "expected"),
    [
        pytest.param([], 5, Placement(1, ()), id="the first"),
        pytest.param([talk(1, 1), talk(2, 2)], 3, Placement(3, ()), id="the last"),
        pytest.param([talk(1, 1), talk(2, 2)], 1, Placement(2, ((2, 3),)), id="same moment"),
        pytest.param([talk(1, 2), talk(2, 3)], 1, Placement(1, ((2, 3), (1, 2))), id="all move"),
        pytest.param([talk(1, 2, frozen=True)], 1, Placement(2, ()), id="frozen keeps its number"),
        pytest.param(
            [talk(1, 2), talk(2, 3, frozen=True), talk(3, 4)],
            1,
            Placement(1, ((3, 4), (1, 3))),
            id="round a frozen one",
        ),
    ],
)
def test_place(talks, day, expected):
    assert rules.place(talks, NOON + timedelta(days=day)) == expected


@pytest.mark.parametrize(
    ("talks", "planned", "expected"),
    [
        ([], 0, 1),
        ([], 3, 4),
        ([talk(1, 1), talk(2, 2)], 1, 4),
        ([talk(1, 9)], 0, 1),
        ([talk(1, 9, frozen=True)], 0, 2),
        ([talk(2, 9, frozen=True)], 1, 3),
    ],
)
def test_expected_ordinal(talks, planned, expected):
    before = NOON + timedelta(days=5)

    assert rules.expected_ordinal(talks, before=before, planned_before=planned) == expected


@pytest.mark.parametrize(
    ("amount", "agreed", "waived"),
    [("0", False, False), ("15", True, False), ("15", False, True)],
)
def test_agreement_is_enough(amount, agreed, waived):
    rules.check_agreement(amount=Decimal(amount), agreed=agreed, waived=waived, talk="dit gesprek")


def test_a_paid_talk_without_agreement():
    with pytest.raises(AgreementMissing, match="Voor dit gesprek is een ondertekende overeenkomst"):
        rules.check_agreement(amount=Decimal(15), agreed=False, waived=False, talk="dit gesprek")


@pytest.mark.parametrize(
    ("prefix", "year", "number", "printed"),
    [
        ("202", 2060, 42, "+++202/6000/04236+++"),
        ("000", 2000, 97, "+++000/0000/09797+++"),
        ("000", 2000, 0, "+++000/0000/00097+++"),
        ("000", 2000, 1, "+++000/0000/00101+++"),
    ],
)
def test_structured_reference(prefix, year, number, printed):
    digits = rules.structured_reference(prefix, year, number)

    assert rules.printed_reference(digits) == printed
    assert rules.excel_reference(digits) == printed.strip("+")


@given(st.integers(0, 999), st.integers(2000, 2099), st.integers(1, 99_999))
def test_structured_reference_checks_out(prefix, year, number):
    digits = rules.structured_reference(f"{prefix:03d}", year, number)

    assert len(digits) == 12
    assert int(digits[:10]) % 97 == int(digits[10:]) % 97
    assert 1 <= int(digits[10:]) <= 97
    assert digits.startswith(rules.reference_start(f"{prefix:03d}", year))


@pytest.mark.parametrize(("prefix", "number"), [("12a", 1), ("123", 100_000), ("12", 1), ("", 1)])
def test_structured_reference_that_does_not_fit(prefix, number):
    with pytest.raises(RuleViolation, match="drie cijfers"):
        rules.structured_reference(prefix, 2026, number)


@pytest.mark.parametrize(
    ("amount", "table", "sentence"),
    [
        ("0", "€\u00a00,00", "€\u00a00"),
        ("15", "€\u00a015,00", "€\u00a015"),
        ("7.5", "€\u00a07,50", "€\u00a07,50"),
        ("1234.50", "€\u00a01.234,50", "€\u00a01.234,50"),
        ("1234567", "€\u00a01.234.567,00", "€\u00a01.234.567"),
    ],
)
def test_euro(amount, table, sentence):
    assert rules.euro(Decimal(amount)) == table
    assert rules.euro_in_words(Decimal(amount)) == sentence


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "derde kwartaal 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "februari 2028"),
        (date(2026, 12, 1), date(2026, 12, 31), "december 2026"),
        (date(2026, 1, 5), date(2026, 2, 1), "5 januari 2026 tot en met 1 februari 2026"),
    ],
)
def test_period_in_words(first, last, words):
    assert rules.period_in_words(first, last) == words


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_quarters_and_months_hold_their_days_and_follow_each_other(day):
    for unit in (rules.quarter, rules.month):
        first, last = unit(day)
        assert first <= day <= last
        assert first.day == 1
        assert unit(last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_issue_date_never_goes_back():
    today, later = date(2026, 11, 20), date(2026, 11, 23)

    assert [rules.issue_date(today, last) for last in (None, date(2026, 11, 1), later)] == [
        today,
        today,
        later,
    ]


def test_due_date():
    assert rules.due_date(date(2026, 12, 20), 30) == date(2027, 1, 19)


@pytest.mark.parametrize("text", ["0407123450", "BE 0407.123.450", "407.123.450"])
def test_printed_enterprise_number(text):
    assert rules.printed_enterprise_number(text) == "0407.123.450"


def test_printed_iban():
    assert rules.printed_iban("be31091001234555") == "BE31 0910 0123 4555"


def test_in_cents():
    assert [rules.in_cents(amount) for amount in (None, Decimal("30.2500000001"))] == [
        Decimal("0.00"),
        Decimal("30.25"),
    ]


def test_check_complete():
    rules.check_complete([])

    with pytest.raises(NotInvoiceable, match="aan: naam, IBAN"):
        rules.check_complete(["naam", "IBAN"])


def test_an_agreement_is_not_signed_in_the_future():
    rules.check_signed_on(date(2026, 11, 20), today=date(2026, 11, 20))

    with pytest.raises(RuleViolation, match="toekomst"):
        rules.check_signed_on(date(2026, 11, 21), today=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (date(2026, 2, 1), date(2026, 1, 31), "einddatum"),
        (date(1999, 12, 31), date(2026, 1, 31), "vanaf 1 januari 2000"),
        (date(2026, 11, 1), date(2026, 11, 20), "nog niet voorbij"),
    ],
)
def test_impossible_periods(first, last, message):
    with pytest.raises(RuleViolation, match=message):
        rules.check_period(first, last, today=date(2026, 11, 20))


def test_a_period_that_ended_yesterday():
    rules.check_period(date(2026, 11, 1), date(2026, 11, 19), today=date(2026, 11, 20))
