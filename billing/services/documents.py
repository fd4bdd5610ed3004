"""Keep the document of an invoice: made once, byte for byte the same ever after."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from billing.models import Invoice, InvoiceDocument


@transaction.atomic
def store_document(
    invoice: Invoice, *, render: Callable[[Invoice], bytes], now: datetime
) -> InvoiceDocument:
    """Return the document of an invoice; rendered and stored where it was not there yet.

    Of two that render at the same moment, the first one to store wins.
    """
    stored = InvoiceDocument.objects.filter(invoice=invoice).first()
    if stored is not None:
        return stored
    pdf = render(invoice)
    fresh = InvoiceDocument(
        invoice=invoice, pdf=pdf, sha256=sha256(pdf).hexdigest(), rendered_at=now
    )
    InvoiceDocument.objects.bulk_create([fresh], ignore_conflicts=True)
    return InvoiceDocument.objects.get(invoice=invoice)
