"""What a run would do."""

from datetime import date
from decimal import Decimal

import pytest

from billing.selectors.runs import NO_AGREEMENT, NO_DEBTOR, Bill, preview
from billing.services import issue
from tests.billing.money import NOW, at, debtor, held, organisation, seller, signed, user

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def customer(name, *, agreed=True, payer=True, **fields):
    school = organisation(name)
    if agreed:
        signed(school)
    if payer:
        debtor(school, **fields)
    for day in range(1, 6):
        held(school, at(date(2026, 9, day)), 90, waived_by=None if agreed else user("coordinator"))
    return school


def test_preview():
    seller(name="")
    fine = customer("Bb in orde")
    nobody = customer("Aa zonder debiteur", payer=False)
    street = customer("Cc zonder straat", street="")
    unsigned = customer("Dd zonder overeenkomst", agreed=False)
    early = held(fine, at(date(2026, 8, 31)))

    run = preview(FIRST, LAST)

    assert run.ready == (Bill(fine.pk, "Bb in orde", fine.debtor, 3, Decimal("60.00"), ""),)
    assert run.left_out == (
        Bill(nobody.pk, "Aa zonder debiteur", None, 2, Decimal("40.00"), NO_DEBTOR),
        Bill(street.pk, "Cc zonder straat", street.debtor, 2, Decimal("40.00"), NO_DEBTOR),
        Bill(
            unsigned.pk,
            "Dd zonder overeenkomst",
            unsigned.debtor,
            2,
            Decimal("40.00"),
            NO_AGREEMENT,
        ),
    )
    assert [bill.lacks_agreement for bill in run.left_out] == [False, False, True]
    assert (run.total, run.free_talks, run.earlier_talks) == (Decimal("60.00"), 11, 0)
    assert (run.first, run.last, run.missing) == (FIRST, LAST, ("naam",))
    assert early.is_free


def test_preview_agrees_with_the_run_that_follows():
    seller()
    for name in ("Aa", "Bb"):
        customer(name)
    customer("Cc", payer=False)
    before = preview(FIRST, LAST)

    run = issue(FIRST, LAST, by=user(), now=NOW)

    assert [(bill.organisation_id, bill.total) for bill in before.ready] == [
        (invoice.organisation_id, invoice.total) for invoice in run.invoices
    ]
    assert before.left_out == run.left_out
    assert before.total == run.total
    assert preview(FIRST, LAST).ready == ()


def test_preview_of_a_later_period_mentions_what_was_forgotten():
    customer("Aa")

    assert preview(date(2026, 10, 1), date(2026, 10, 31)).earlier_talks == 2


def test_preview_costs_the_same_for_few_and_for_many(django_assert_num_queries):
    for number in range(5):
        customer(f"School {number}")

    with django_assert_num_queries(4):  # bills, their debtors, counts, sender
        preview(FIRST, LAST)
