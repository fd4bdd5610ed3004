"""Lines of invoices as a file that Belgian Excel opens right, and that no spreadsheet executes."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO

from billing.models import InvoiceLine
from billing.rules import excel_reference, printed_enterprise_number

BOM = "\ufeff"
COLUMNS = (
    "factuurnummer",
    "factuurdatum",
    "vervaldag",
    "debiteur",
    "ondernemingsnummer",
    "straat en nummer",
    "postcode",
    "gemeente",
    "organisatie",
    "eigen referentie",
    "periode van",
    "periode tot en met",
    "lijn",
    "datum gesprek",
    "omschrijving",
    "aantal uren",
    "prijs per uur",
    "bedrag",
    "totaal factuur",
    "btw",
    "gestructureerde mededeling",
)
# What a spreadsheet takes for the start of a formula (OWASP ASVS 1.2.10), in wide forms too.
RISKY = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def cell(value: str | int | Decimal | date) -> str:
    """Return a value as it stands in the file: decimal comma, ISO date, text that stays text."""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text[:1] in RISKY else text


def as_csv(lines: Iterable[InvoiceLine]) -> bytes:
    """Return a row for each line: UTF-8 with BOM, semicolons, CRLF, every cell quoted."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in _row(line)] for line in lines)
    return (BOM + out.getvalue()).encode()


def _row(line: InvoiceLine) -> tuple[str | int | Decimal | date, ...]:
    invoice, buyer = line.invoice, line.invoice.buyer
    return (
        invoice.number,
        invoice.issued_on,
        invoice.due_on,
        buyer["name"],
        # With a word before it: a spreadsheet may read 0407.123.450 as a number.
        f"KBO {printed_enterprise_number(buyer['enterprise_number'])}",
        buyer["street"],
        buyer["postcode"],
        buyer["city"],
        buyer["organisation"],
        buyer["own_reference"],
        invoice.period_first,
        invoice.period_last,
        line.position,
        line.held_on,
        line.description,
        line.quantity,
        line.unit_price,
        line.amount,
        invoice.total,
        invoice.vat_text,
        excel_reference(invoice.structured_reference),
    )
