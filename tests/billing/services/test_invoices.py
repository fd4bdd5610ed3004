"""Issue the invoices of a period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing import waking
from billing.errors import NotInvoiceable
from billing.models import Charge, Invoice, InvoiceLine, InvoiceSeries
from billing.selectors.runs import NO_AGREEMENT, NO_DEBTOR
from billing.services import issue
from requests_app.errors import RuleViolation
from tests.billing.money import (
    NOW,
    at,
    debtor,
    held,
    numbers,
    organisation,
    seller,
    signed,
    user,
)

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
DAYS = [date(2026, 9, day) for day in range(1, 29)]


@pytest.fixture(autouse=True)
def _sender():
    seller()


def customer(name="Basisschool De Fictie", talks=4, minutes=121, **fields):
    """An organisation with a debtor, an agreement and talks on the first days of September."""
    school = organisation(name)
    signed(school)
    debtor(school, **fields)
    for day in DAYS[:talks]:
        held(school, at(day), minutes, request_reference=f"CSO-{school.pk}-{day:%m%d}")
    return school


def run(first=FIRST, last=LAST, now=NOW):
    return issue(first, last, by=user("finance"), now=now)


def test_an_invoice_is_a_snapshot_of_everything_printed_on_it():
    school = customer(own_reference="PO 118")

    (invoice,) = run().invoices

    stored = Invoice.objects.get()
    assert stored == invoice
    assert {
        field: getattr(stored, field)
        for field in ("number", "sequence", "organisation", "issued_on", "due_on", "total")
    } == {
        "number": "2026-CSO-00001",
        "sequence": 1,
        "organisation": school,
        "issued_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 20),
        "total": Decimal("25.00"),
    }
    assert (stored.period_first, stored.period_last) == (FIRST, LAST)
    assert (stored.issued_at, stored.issued_by) == (NOW, user("finance"))
    assert stored.structured_reference == "123260000149"
    assert stored.printed_reference == "+++123/2600/00149+++"
    assert stored.vat_text == "Vrijgesteld van btw - artikel 44, § 2, 2° Btw-Wetboek"
    assert stored.seller == {
        "name": "OCMW Verzonnen",
        "street": "Dorpsplein 1",
        "postcode": "3000",
        "city": "Leuven",
        "enterprise_number": "0212.222.241",
        "iban": "BE31 0910 0123 4555",
        "bic": "GKCCBEBB",
        "email": "facturen@ocmw.voorbeeld.be",
        "phone": "016 00 00 00",
    }
    assert stored.buyer == {
        "organisation": "Basisschool De Fictie",
        "name": "Basisschool De Fictie vzw",
        "enterprise_number": "0407.123.450",
        "street": "Schoolstraat 1",
        "postcode": "3000",
        "city": "Leuven",
        "own_reference": "PO 118",
    }


def test_the_lines_of_an_invoice():
    customer()

    (invoice,) = run().invoices

    fourth = Charge.objects.get(ordinal=4)
    assert list(
        invoice.lines.values_list(
            "position", "charge", "kind", "description", "quantity", "unit_price", "amount"
        )
    ) == [
        (
            1,
            fourth.pk,
            "first_hour",
            f"CSO-gesprek 04/09/2026 ({fourth.request_reference}), eerste uur",
            1,
            Decimal("15.00"),
            Decimal("15.00"),
        ),
        (
            2,
            fourth.pk,
            "extra_hours",
            f"CSO-gesprek 04/09/2026 ({fourth.request_reference}), bijkomend uur",
            2,
            Decimal("5.00"),
            Decimal("10.00"),
        ),
    ]


def test_what_changes_later_changes_no_invoice():
    school = customer()
    (invoice,) = run().invoices
    before = Invoice.objects.values().get()

    school.debtor.name = "Andere vzw"
    school.debtor.save()
    seller(name="Ander OCMW", street="Elders 1")

    assert Invoice.objects.values().get(pk=invoice.pk) == before


def test_a_talk_of_one_hour_has_one_line():
    customer(minutes=60)

    (invoice,) = run().invoices

    assert [line.kind for line in invoice.lines.all()] == ["first_hour"]
    assert invoice.total == Decimal("15.00")


def test_numbers_go_on_per_series_and_year():
    customer("Aa")
    customer("Bb")
    first_run = run()
    customer("Cc")
    second_run = run()
    customer("Dd")
    next_year = run(now=at(date(2027, 1, 4)))
    customer("Ee")
    seller(series="SOC", reference_prefix="124")
    other_series = run(now=at(date(2027, 1, 5)))

    assert [
        [invoice.number for invoice in made.invoices]
        for made in (first_run, second_run, next_year, other_series)
    ] == [
        ["2026-CSO-00001", "2026-CSO-00002"],
        ["2026-CSO-00003"],
        ["2027-CSO-00001"],
        ["2027-SOC-00001"],
    ]
    assert list(
        InvoiceSeries.objects.order_by("year", "code").values_list("code", "year", "last_number")
    ) == [("CSO", 2026, 3), ("CSO", 2027, 1), ("SOC", 2027, 1)]


def test_another_series_needs_another_prefix_in_the_same_year():
    customer("Aa")
    run()
    customer("Bb")
    seller(series="SOC")

    with pytest.raises(NotInvoiceable, match="Het voorvoegsel 123 is dit jaar al gebruikt"):
        run()


def test_the_date_never_goes_back_in_a_series():
    customer("Aa")
    run(now=NOW)
    customer("Bb")

    (invoice,) = run(now=NOW - timedelta(days=3)).invoices

    assert (invoice.issued_on, invoice.issued_at) == (date(2026, 11, 20), NOW - timedelta(days=3))


def test_running_twice_changes_nothing():
    customer()
    run()
    before = [list(model.objects.order_by("pk").values()) for model in (Invoice, InvoiceLine)]
    charges = list(Charge.objects.order_by("pk").values())

    again = run(now=NOW + timedelta(days=1))

    assert (again.invoices, again.left_out, again.total) == ((), (), Decimal("0.00"))
    assert [
        list(model.objects.order_by("pk").values()) for model in (Invoice, InvoiceLine)
    ] == before
    assert list(Charge.objects.order_by("pk").values()) == charges


def test_free_talks_make_no_invoice_but_are_frozen():
    customer(talks=3)

    assert run().invoices == ()
    assert not Invoice.objects.exists()
    assert set(Charge.objects.values_list("frozen_at", flat=True)) == {NOW}


def test_only_the_period_is_invoiced_and_frozen():
    school = customer(talks=6)

    (invoice,) = run(DAYS[3], DAYS[4]).invoices

    assert invoice.total == Decimal("50.00")
    assert dict(Charge.objects.values_list("held_on", "frozen_at")) == {
        day: NOW if day in DAYS[3:5] else None for day in DAYS[:6]
    }
    held(school, at(DAYS[0], 9))
    assert [ordinal for _, ordinal, _ in numbers(school)] == [1, 2, 3, 6, 4, 5, 7]


def test_a_talk_registered_after_the_run_comes_on_a_further_invoice():
    school = customer()
    run()
    held(school, at(DAYS[20]), 60)

    (invoice,) = run(now=NOW + timedelta(days=1)).invoices

    assert (invoice.number, invoice.total) == ("2026-CSO-00002", Decimal("15.00"))


def test_left_out_and_why():
    no_debtor = customer("Zonder debiteur")
    no_debtor.debtor.delete()
    customer("Zonder straat", street="")
    no_agreement = organisation("Zonder overeenkomst")
    debtor(no_agreement)
    for day in DAYS[:4]:
        held(no_agreement, at(day), waived_by=user("coordinator"))
    fine = customer("In orde")

    made = run()

    assert [invoice.organisation for invoice in made.invoices] == [fine]
    assert [(bill.organisation, bill.talks, bill.total, bill.reason) for bill in made.left_out] == [
        ("Zonder debiteur", 1, Decimal("25.00"), NO_DEBTOR),
        ("Zonder overeenkomst", 1, Decimal("15.00"), NO_AGREEMENT),
        ("Zonder straat", 1, Decimal("25.00"), NO_DEBTOR),
    ]
    assert set(Charge.objects.exclude(frozen_at=None).values_list("organisation", flat=True)) == {
        fine.pk
    }


def test_a_signature_that_comes_later_releases_the_invoice():
    school = organisation()
    debtor(school)
    for day in DAYS[:4]:
        held(school, at(day), waived_by=user("coordinator"))
    run()

    signed(school, date(2026, 10, 1))

    assert [invoice.total for invoice in run().invoices] == [Decimal("15.00")]


def test_odd_cents_are_right_on_both_databases():
    """15.10 + 3 * 5.05 is 30.25, also where the database counts with floating point numbers."""
    school = organisation()
    signed(school)
    debtor(school)
    tariff_of_odd_cents()
    for index in range(9):
        held(school, at(DAYS[index]), 240)

    (invoice,) = run().invoices

    assert set(Charge.objects.filter(ordinal__gt=3).values_list("amount", flat=True)) == {
        Decimal("30.25")
    }
    assert Invoice.objects.get(pk=invoice.pk).total == Decimal("181.50")
    assert set(InvoiceLine.objects.values_list("quantity", "unit_price", "amount")) == {
        (1, Decimal("15.10"), Decimal("15.10")),
        (3, Decimal("5.05"), Decimal("15.15")),
    }


def tariff_of_odd_cents():
    from_model = Charge._meta.get_field("tariff").related_model
    from_model.objects.create(
        valid_from=date(2026, 8, 1),
        decision_reference="oneven",
        first_hour=Decimal("15.10"),
        extra_hour=Decimal("5.05"),
    )


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (LAST, FIRST, "De einddatum ligt voor de begindatum."),
        (FIRST, date(2026, 11, 20), "Deze periode is nog niet voorbij."),
        (date(1999, 12, 31), LAST, "Kies een begindatum vanaf 1 januari 2000."),
    ],
)
def test_impossible_periods(first, last, message):
    with pytest.raises(RuleViolation, match=message):
        run(first, last)


def test_an_incomplete_sender_issues_nothing_and_says_what_is_missing():
    customer()
    seller(name="", iban="BE31 0910 0123 4556", reference_prefix="")

    with pytest.raises(NotInvoiceable) as refusal:
        run()

    assert refusal.value.message == (
        "Vul eerst bij “afzender van de facturen” aan: naam, voorvoegsel gestructureerde"
        " mededeling, IBAN (klopt niet)."
    )
    assert not InvoiceSeries.objects.exists()
    assert not Charge.objects.exclude(frozen_at=None).exists()


def test_the_worker_is_told_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    told = []
    monkeypatch.setattr(waking, "wake", told.append)
    customer("Aa")
    customer("Bb")

    with django_capture_on_commit_callbacks(execute=True):
        made = run()
        assert told == []

    assert told == [[invoice.pk for invoice in made.invoices]]


def test_nothing_issued_wakes_nobody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        run()

    assert callbacks == []


def test_lines_that_do_not_add_up_stop_the_run(monkeypatch):
    customer()
    monkeypatch.setattr("billing.services.invoices._lines", lambda charge: iter(()))

    with pytest.raises(ArithmeticError, match="2026-CSO-00001"):
        run()


def test_the_statements_of_a_run_do_not_follow_the_number_of_talks():
    customer("Een school", talks=4)
    few = statements_of_a_run()
    for number in range(6):
        customer(f"School {number}", talks=9)
    many = statements_of_a_run()

    assert Invoice.objects.count() == 7
    assert InvoiceLine.objects.count() == 2 * (1 + 6 * 6)
    assert few == many
    assert few <= 20


def statements_of_a_run():
    InvoiceSeries.objects.get_or_create(code="CSO", year=2026)
    user("finance")
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)
