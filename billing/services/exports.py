"""Export a period for the accounts: one numbered batch, kept byte for byte."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Sum

from billing import rules
from billing.models import ExportBatch, Invoice, InvoiceLine, SellerSettings
from requests_app.errors import RuleViolation
from requests_app.locking import retried


@retried
@transaction.atomic
def export_period(
    first: date,
    last: date,
    *,
    write: Callable[[Iterable[InvoiceLine]], bytes],
    by: User,
    now: datetime,
) -> ExportBatch:
    """Export the invoices over talks between two Brussels dates, both inclusive.

    `write` turns the lines, in order of the invoices, into the bytes of the file. Raises
    RuleViolation when there is nothing to export.
    """
    rules.check_order(first, last)
    SellerSettings.objects.select_for_update(of=("self",)).get(pk=1)  # one numbers at a time
    invoices = Invoice.objects.over_period(first, last)
    counted = invoices.aggregate(count=Count("pk"), total=Sum("total"))
    if not counted["count"]:
        raise RuleViolation("Over deze periode zijn er geen facturen.")
    lines = (
        InvoiceLine.objects.filter(invoice__in=invoices.order_by())
        .select_related("invoice")
        .order_by("invoice__series__year", "invoice__series__code", "invoice__sequence", "position")
    )
    content = write(lines.iterator(chunk_size=1000))
    last_number = ExportBatch.objects.aggregate(last=Max("number"))["last"] or 0
    return ExportBatch.objects.create(
        number=last_number + 1,
        made_at=now,
        made_by=by,
        period_first=first,
        period_last=last,
        invoice_count=counted["count"],
        total=rules.in_cents(counted["total"]),
        content=content,
        sha256=sha256(content).hexdigest(),
    )
