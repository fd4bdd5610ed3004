"""The file for the accounts, to the byte."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.exports import COLUMNS, as_csv, cell
from billing.models import ExportBatch, Invoice
from billing.services import export_period, issue
from requests_app.errors import RuleViolation
from tests.billing.money import NOW, at, debtor, held, organisation, seller, signed, user
from tests.threads import together

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
HOSTILE = [
    '=HYPERLINK("http://kwaad.voorbeeld";"klik")',
    "+32 16 00 00 00",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\0=1",
    "\uff1d1+1",
]


def customer(called, **fields):
    school = organisation(called)
    signed(school)
    debtor(school, **fields)
    for day in range(1, 5):
        held(school, at(date(2026, 9, day)), 121, request_reference=f"CSO-{called[:2]}-{day}")
    return school


@pytest.fixture
def finance():
    seller()
    return user("finance")


def export(first=FIRST, last=LAST, by=None):
    return export_period(first, last, write=as_csv, by=by or user("finance"), now=NOW)


@pytest.mark.django_db
def test_the_bytes_of_an_export(finance):
    customer("Ligo; De “Fictie”", name='Ligo "Fictie" vzw', own_reference="PO 118")
    issue(FIRST, LAST, by=finance, now=NOW)

    batch = export()

    first = (
        '"2026-CSO-00001";"2026-11-20";"2026-12-20";"Ligo ""Fictie"" vzw";"KBO 0407.123.450";'
        '"Schoolstraat 1";"3000";"Leuven";"Ligo; De “Fictie”";"PO 118";"2026-09-01";"2026-09-30";'
    )
    last = ';"25,00";"Vrijgesteld van btw - artikel 44, § 2, 2° Btw-Wetboek";"123/2600/00149"'
    lines = [
        ";".join(f'"{name}"' for name in COLUMNS),
        first
        + '"1";"2026-09-04";"CSO-gesprek 04/09/2026 (CSO-Li-4), eerste uur";"1";"15,00";"15,00"'
        + last,
        first
        + '"2";"2026-09-04";"CSO-gesprek 04/09/2026 (CSO-Li-4), bijkomend uur";"2";"5,00";"10,00"'
        + last,
        "",
    ]
    assert bytes(batch.content) == b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
    assert (batch.number, batch.invoice_count, batch.total) == (1, 1, Decimal("25.00"))
    assert (batch.period_first, batch.period_last) == (FIRST, LAST)
    assert (batch.made_by, batch.made_at) == (finance, NOW)
    assert len(batch.sha256) == 64


@pytest.mark.django_db
def test_exporting_twice_gives_the_same_bytes_under_a_next_number(finance):
    for name in ("Bb", "Aa", "Cc"):
        customer(name)
    issue(FIRST, LAST, by=finance, now=NOW)

    first, second = export(), export()

    assert (first.number, second.number) == (1, 2)
    assert (bytes(first.content), first.sha256) == (bytes(second.content), second.sha256)


@pytest.mark.django_db
def test_the_sum_of_the_lines_is_the_total_of_the_invoices(finance):
    for name in ("Aa", "Bb", "Cc"):
        customer(name)
    issue(FIRST, LAST, by=finance, now=NOW)

    batch = export()

    rows = list(
        csv.DictReader(io.StringIO(bytes(batch.content).decode("utf-8-sig")), delimiter=";")
    )
    assert sum(Decimal(row["bedrag"].replace(",", ".")) for row in rows) == batch.total
    assert batch.total == sum(Invoice.objects.values_list("total", flat=True))
    assert {row["factuurnummer"] for row in rows} == set(
        Invoice.objects.values_list("number", flat=True)
    )


@pytest.mark.django_db
def test_only_invoices_over_the_period(finance):
    customer("Aa")
    issue(FIRST, LAST, by=finance, now=NOW)

    with pytest.raises(RuleViolation, match="geen facturen"):
        export(date(2026, 8, 1), date(2026, 9, 29))
    with pytest.raises(RuleViolation, match="einddatum"):
        export(LAST, FIRST)
    assert not ExportBatch.objects.exists()
    assert export(date(2026, 7, 1), LAST).invoice_count == 1


@pytest.mark.django_db(transaction=True)
def test_exports_made_at_once_are_numbered_without_twins(finance):
    customer("Aa")
    issue(FIRST, LAST, by=finance, now=NOW)

    results = together(8, lambda _: export(by=finance))

    assert sorted(batch.number for batch in results) == list(range(1, 9))
    assert len({batch.sha256 for batch in results}) == 1


@pytest.mark.django_db
def test_hostile_names_stay_text(finance):
    for number, name in enumerate(name for name in HOSTILE if "\0" not in name):
        customer(f"{number} school", name=name, street=name, own_reference=name[:60])
    issue(FIRST, LAST, by=finance, now=NOW)

    content = bytes(export().content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert {row[3] for row in rows[1:]} == {f"'{name}" for name in HOSTILE if "\0" not in name}
    assert [value for row in rows for value in row if value[:1] in tuple("=+-@\t\r\0\uff1d")] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_would_be_a_formula_gets_a_quote(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.50"), "1234,50"),
        (Decimal(0), "0,00"),
        (date(2026, 3, 4), "2026-03-04"),
        (3, "3"),
        ("Schoolstraat 1", "Schoolstraat 1"),
        ("", ""),
    ],
)
def test_cell(value, text):
    assert cell(value) == text


@given(st.text())
def test_no_text_starts_a_formula(text):
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
    assert cell(text).removeprefix("'") == text.removeprefix("'") or cell(text) == text
