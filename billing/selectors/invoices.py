"""The invoices of one organisation, for its own people."""

from dataclasses import dataclass
from datetime import date

from billing.models import Invoice, InvoiceDocument
from requests_app.models import Organisation

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Some invoices, and whether there are older ones."""

    invoices: list[Invoice]
    number: int
    has_next: bool


def invoices_of(
    organisation: Organisation, *, number: int = 1, size: int = PER_PAGE
) -> InvoicePage:
    """Return a page of the invoices for talks of one organisation, newest first."""
    start = (number - 1) * size
    found = Invoice.objects.filter(organisation=organisation).order_by("-issued_on", "-number")
    rows = list(found[start : start + size + 1])
    return InvoicePage(rows[:size], number, has_next=len(rows) > size)


def invoice_of(organisation: Organisation, number: str) -> Invoice | None:
    """Return the invoice with this number when it is this organisation's; None otherwise."""
    return Invoice.objects.filter(organisation=organisation, number=number).order_by().first()


def stored_pdf(invoice: Invoice) -> bytes | None:
    """Return the document as it was kept; None while nobody made it."""
    kept = InvoiceDocument.objects.filter(invoice=invoice).order_by().first()
    return bytes(kept.pdf) if kept else None


def state_word(invoice: Invoice, *, today: date) -> str:
    """Return what is known: payments are not kept here, only until when to pay."""
    return "te betalen" if today <= invoice.due_on else "vervaldag voorbij"
