"""What the database itself refuses, on both databases, through the ORM and through SQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.exports import as_csv
from billing.models import (
    Agreement,
    Charge,
    ClientDossier,
    ExportBatch,
    Invoice,
    InvoiceDocument,
    InvoiceLine,
    InvoiceSeries,
    SellerSettings,
    TalkCounter,
    Tariff,
)
from billing.services import export_period, issue, store_document
from billing.states import AgreementState
from tests.billing.money import (
    NOW,
    at,
    debtor,
    held,
    organisation,
    seller,
    signed,
    tariff,
    user,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


@pytest.fixture
def issued():
    """An invoice with its lines, its document and an export."""
    seller()
    school = organisation()
    signed(school)
    debtor(school)
    for day in range(1, 5):
        held(school, at(date(2026, 9, day)), 90)
    (invoice,) = issue(FIRST, LAST, by=user(), now=NOW).invoices
    store_document(invoice, render=lambda _: b"%PDF", now=NOW)
    export_period(FIRST, LAST, write=as_csv, by=user(), now=NOW)
    return invoice


KEPT = [
    (Invoice, "total", Decimal("1.00")),
    (Invoice, "number", "2026-CSO-99999"),
    (Invoice, "buyer", {}),
    (InvoiceLine, "amount", Decimal("1.00")),
    (InvoiceLine, "description", "iets anders"),
    (InvoiceDocument, "sha256", "0" * 64),
    (ExportBatch, "sha256", "0" * 64),
    (Charge, "amount", Decimal("1.00")),
    (Charge, "ordinal", 99),
    (Charge, "frozen_at", None),
]


@pytest.mark.parametrize(("model", "field", "value"), KEPT)
@pytest.mark.usefixtures("issued")
def test_an_issued_row_cannot_change_through_the_orm(model, field, value):
    before = list(model.objects.order_by("pk").values())

    row = model.objects.order_by("pk").last()
    setattr(row, field, value)
    for change in (row.save, lambda: model.objects.filter(pk=row.pk).update(**{field: value})):
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            change()

    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("model", [InvoiceLine, InvoiceDocument, ExportBatch, InvoiceSeries])
@pytest.mark.usefixtures("issued")
def test_an_issued_row_cannot_be_deleted_through_the_orm(model):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()

    assert model.objects.exists()


@pytest.mark.parametrize(
    "table",
    [
        "billing_invoice",
        "billing_invoiceline",
        "billing_invoicedocument",
        "billing_exportbatch",
        "billing_charge",
        "billing_invoiceseries",
    ],
)
@pytest.mark.usefixtures("issued")
def test_an_issued_row_cannot_be_deleted_through_sql(table):
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("billing_invoice", "total", "1"),
        ("billing_invoiceline", "quantity", "9"),
        ("billing_invoicedocument", "sha256", "'x'"),
        ("billing_exportbatch", "number", "9"),
        ("billing_charge", "minutes", "9"),
    ],
)
@pytest.mark.usefixtures("issued")
def test_an_issued_row_cannot_change_through_sql(table, column, value):
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        sql(f"UPDATE {table} SET {column} = {value}")


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_talk_stands_on_one_invoice_only(issued):
    line = InvoiceLine.objects.order_by("position")[0]
    line.pk, line.position = None, 99

    with (
        pytest.raises(IntegrityError, match=r"line_charge_invoiced_once|charge_id, .*kind"),
        transaction.atomic(),
    ):
        line.save(force_insert=True)


def copy_of(row, **changes):
    """The same row once more, with a few columns changed."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    return row


OTHER = {"number": "2026-CSO-00099", "structured_reference": "999999999999"}


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        (OTHER, "invoice_number_once|series_id, .*sequence"),
        ({**OTHER, "sequence": 99, "number": "2026-CSO-00001"}, "number"),
        ({**OTHER, "sequence": 99, "total": Decimal(0)}, "invoice_total_positive"),
        ({**OTHER, "sequence": 99, "total": Decimal(-1)}, "invoice_total_positive"),
        ({**OTHER, "sequence": 99, "due_on": date(2026, 11, 19)}, "invoice_due_after_issue"),
    ],
)
def test_a_wrong_invoice_is_refused(issued, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        copy_of(issued, **changes).save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "iets"}, "line_position_once|invoice_id, .*position"),
        ({"kind": "iets", "position": 99, "quantity": 2}, "line_amount_is_quantity_times_price"),
        (
            {"kind": "iets", "position": 99, "amount": Decimal("14.99")},
            "line_amount_is_quantity_times_price",
        ),
    ],
)
@pytest.mark.usefixtures("issued")
def test_a_wrong_line_is_refused(changes, constraint):
    line = InvoiceLine.objects.order_by("position")[0]

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        copy_of(line, **changes).save(force_insert=True)


@pytest.mark.usefixtures("issued")
def test_a_series_is_there_once_a_year():
    with pytest.raises(IntegrityError, match=r"series_code_year_once|code, .*year"):
        InvoiceSeries.objects.create(code="CSO", year=2026)


# --- What a row must hold ---


def charge(**fields):
    school = organisation()
    counter = TalkCounter.objects.create(organisation=school)
    return Charge(
        **{
            "counter": counter,
            "organisation": school,
            "request_reference": "CSO-2026-0001",
            "start": at(FIRST),
            "held_on": FIRST,
            "minutes": 240,
            "ordinal": 4,
            "tariff": tariff(),
            "first_hour": Decimal("15.10"),
            "extra_hours": 3,
            "extra_hour": Decimal("5.05"),
            "amount": Decimal("30.25"),
            "waived_by": user(),
            "posted_by": user(),
            "posted_at": NOW,
            **fields,
        }
    )


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"first_hour": Decimal("0.10"), "extra_hour": Decimal("0.20"), "amount": Decimal("0.70")},
        {
            "first_hour": Decimal("999.99"),
            "extra_hour": Decimal("0.01"),
            "amount": Decimal("1000.02"),
        },
    ],
)
def test_odd_cents_are_accepted(parts):
    row = charge(**parts)
    row.validate_constraints()
    row.save()

    row.refresh_from_db()
    assert row.amount == row.first_hour + row.extra_hours * row.extra_hour


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"amount": Decimal("30.24")}, "charge_amount_is_its_parts"),
        ({"amount": Decimal("30.26")}, "charge_amount_is_its_parts"),
        ({"waived_by": None}, "charge_paid_talk_under_agreement"),
        ({"minutes": 0}, "charge_minutes_positive"),
        ({"ordinal": 0}, "charge_ordinal_positive"),
    ],
)
def test_a_wrong_charge_is_refused(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        charge(**wrong).save()


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"state": "weg"}, "agreement_state_known|agreement_signed_with_date_and_name"),
        ({"signed_on": None}, "agreement_signed_with_date_and_name"),
        ({"signatory_name": ""}, "agreement_signed_with_date_and_name"),
        ({"state": AgreementState.ENDED}, "agreement_ended_with_date"),
        ({"ended_on": LAST}, "agreement_ended_with_date"),
        (
            {"state": AgreementState.ENDED, "ended_on": date(2025, 1, 1)},
            "agreement_ends_after_signing",
        ),
    ],
)
def test_a_wrong_agreement_is_refused(wrong, constraint):
    fields = {
        "organisation": organisation(),
        "state": AgreementState.SIGNED,
        "signed_on": FIRST,
        "signatory_name": "An",
        "created_at": NOW,
    }

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Agreement.objects.create(**{**fields, **wrong})


def test_one_counter_per_organisation():
    school = organisation()
    TalkCounter.objects.create(organisation=school)

    with (
        pytest.raises(IntegrityError, match=r"counter_one_per_organisation|organisation_id"),
        transaction.atomic(),
    ):
        TalkCounter.objects.create(organisation=school)


def test_an_organisation_has_one_signed_agreement():
    school = organisation()
    agreement = signed(school)

    with (
        pytest.raises(
            IntegrityError, match=r"agreement_one_signed_per_organisation|organisation_id"
        ),
        transaction.atomic(),
    ):
        copy_of(agreement).save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"first_hour": Decimal(-1)}, "tariff_not_negative"),
        ({"extra_hour": Decimal(-1)}, "tariff_not_negative"),
        ({"scope": "per stad"}, "tariff_scope_known"),
    ],
)
def test_a_wrong_tariff_is_refused(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Tariff.objects.create(valid_from=FIRST, decision_reference="x", **wrong)


def test_there_is_one_sender():
    with pytest.raises(IntegrityError, match="seller_settings_one_row"), transaction.atomic():
        SellerSettings.objects.create(pk=2)


def test_names_in_lists(issued):
    school = issued.organisation
    assert [
        str(each)
        for each in (
            issued,
            issued.series,
            issued.document,
            ExportBatch.objects.get(),
            tariff(),
            school.debtor,
            SellerSettings(),
            InvoiceLine(position=2),
            Agreement(),
        )
    ] == [
        "2026-CSO-00001",
        "2026-CSO",
        f"document van factuur {issued.pk}",
        "export 1",
        "tarief vanaf 01/01/2019",
        "Basisschool De Fictie vzw",
        "nog niet ingevuld",
        "lijn 2",
        "overeenkomst",
    ]
    assert str(Charge.objects.get(ordinal=4)).startswith("gesprek CSO-")
    assert str(TalkCounter.objects.get()) == f"teller {TalkCounter.objects.get().pk}"


def test_a_dossier_shows_only_its_random_id():
    dossier = ClientDossier.objects.create(organisation=organisation(), file_reference="D-17")

    assert str(dossier) == str(dossier.pk)
    assert ClientDossier.objects.get().file_reference == "D-17"
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_reference FROM billing_clientdossier")
        assert "D-17" not in cursor.fetchone()[0]
