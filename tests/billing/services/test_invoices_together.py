"""Numbers without gaps under concurrency and rollbacks (M4)."""

import random
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from billing.models import Charge, Invoice, InvoiceLine, InvoiceSeries
from billing.services import invoices, issue
from requests_app.models import Organisation
from tests.billing.money import NOW, at, debtor, held, organisation, patient, seller, signed, user
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2026, 7, 1)


class RolledBack(Exception):
    """A run that breaks off after its invoices were written."""


@pytest.fixture
def finance():
    """Twenty days, on each of which two schools owe something."""
    seller()
    for name in ("Aa", "Bb"):
        school = organisation(name)
        signed(school)
        debtor(school)
        for day in range(-3, 20):
            held(school, at(FIRST + timedelta(days=day)))
    return user("finance")


def twenty_schools():
    """On each of twenty days another school owes something: no two runs share a counter."""
    seller()
    for number in range(20):
        school = organisation(f"School {number}")
        signed(school)
        debtor(school)
        for day in (-3, -2, -1, number):
            held(school, at(FIRST + timedelta(days=day)))
    return user("finance")


def issue_one_day(finance, number):
    patient()
    day = FIRST + timedelta(days=number)
    return issue(day, day, by=finance, now=NOW)


def test_twenty_issuers_at_once_for_twenty_schools():
    """Only the series keeps their numbers apart."""
    results = together(20, partial(issue_one_day, twenty_schools()))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert_gapless(20)


@pytest.mark.postgres
def test_without_the_lock_on_the_series_two_issuers_want_one_number(monkeypatch):
    """The positive control: the twenty do meet, and only the lock lets all of them through."""
    finance = twenty_schools()
    monkeypatch.setattr(
        invoices,
        "_locked_series",
        lambda *_, **__: InvoiceSeries.objects.get_or_create(code="CSO", year=2026)[0],
    )

    results = together(20, partial(issue_one_day, finance))

    assert IntegrityError in {type(result) for result in results}
    assert Invoice.objects.count() < 20


def test_twenty_issuers_at_once_for_the_same_schools(finance):
    results = together(20, partial(issue_one_day, finance))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert_gapless(40)


def test_the_same_period_by_ten_issuers_is_invoiced_once(finance):
    def run(_):
        patient()
        return issue(FIRST, FIRST + timedelta(days=19), by=finance, now=NOW)

    results = together(10, run)

    assert sorted(len(result.invoices) for result in results) == [0] * 9 + [2]
    assert_gapless(2)


def test_runs_that_break_off_leave_no_gap(finance):
    chance = random.Random(26)
    broken = {number for number in range(20) if chance.random() < 0.4}

    def run(number):
        patient()
        day = FIRST + timedelta(days=number)
        with transaction.atomic():
            made = issue(day, day, by=finance, now=NOW)
            if number in broken:
                raise RolledBack
        return made

    results = together(20, run)

    assert {
        number for number, result in enumerate(results) if isinstance(result, RolledBack)
    } == broken
    assert 0 < len(broken) < 20
    assert_gapless(2 * (20 - len(broken)))


def test_talks_that_are_registered_during_runs_are_invoiced_once_and_whole(finance):
    """Late talks renumber and reprice; a run that reads meanwhile must not invoice an old price."""
    school = Organisation.objects.get(name="Aa")
    last = FIRST + timedelta(days=19)

    def act(number):
        patient()
        if number % 2:
            return issue(FIRST, last, by=finance, now=NOW)
        return held(school, at(FIRST + timedelta(days=number), 9), 121)

    results = together(20, act)
    issue(FIRST, last, by=finance, now=NOW)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert not Charge.objects.to_invoice().in_period(FIRST, last).exists()
    owed = Charge.objects.in_period(FIRST, last).values_list("pk", "amount")
    lines = InvoiceLine.objects.values_list("charge").annotate(Sum("amount")).order_by("charge")
    assert {pk: amount for pk, amount in owed if amount} == dict(lines)
    assert Invoice.objects.aggregate(Sum("total"))["total__sum"] == sum(
        amount for _, amount in owed
    )
    numbers = Charge.objects.filter(organisation=school).values_list("ordinal", flat=True)
    assert sorted(numbers) == list(range(1, 34))
    assert_gapless(Invoice.objects.count())


def assert_gapless(count):
    numbers = list(Invoice.objects.order_by("sequence").values_list("number", flat=True))
    assert numbers == [f"2026-CSO-{number:05d}" for number in range(1, count + 1)]
    assert InvoiceSeries.objects.get().last_number == count
