"""Issue the invoices of a period: numbered without gaps, frozen, in one transaction (M4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, islice

from django.contrib.auth.models import User
from django.db import transaction

from billing import rules, waking
from billing.errors import NotInvoiceable
from billing.models import Charge, Invoice, InvoiceLine, InvoiceSeries, SellerSettings, TalkCounter
from billing.models.charge import ChargeQuerySet
from billing.selectors import runs
from billing.selectors.runs import Bill
from billing.states import LineKind
from requests_app.locking import retried
from requests_app.rules import local_date

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """What an invoice run made, and whom it left out."""

    invoices: tuple[Invoice, ...]
    left_out: tuple[Bill, ...]

    @property
    def total(self) -> Decimal:
        """Return the sum of the invoices."""
        return sum((invoice.total for invoice in self.invoices), rules.ZERO)


@retried
@transaction.atomic
def issue(first: date, last: date, *, by: User, now: datetime) -> Run:
    """Issue one invoice to every organisation that owes something for a period.

    `first` and `last` are Brussels dates, both inclusive. Every talk of the period is frozen with
    it, the free ones too, except those of the organisations that are left out. Running it again
    changes nothing. Locks the counters, then the series, always in that order; the lines are
    written in portions, so that the number of statements does not follow the number of talks.
    Raises RuleViolation for a period that is not over, NotInvoiceable while the sender is
    incomplete.
    """
    rules.check_period(first, last, today=local_date(now))
    sender = SellerSettings.load()
    rules.check_complete(sender.problems())
    charges = _locked_charges(first, last)
    series = _locked_series(sender, year=local_date(now).year)
    found = runs.bills(charges)
    left_out = tuple(bill for bill in found if bill.reason)
    charges = charges.exclude(organisation__in=[bill.organisation_id for bill in left_out])
    numbering = _Numbering(sender, series, first, last, by, now)
    invoices = [
        numbering.invoice(offset, bill)
        for offset, bill in enumerate((bill for bill in found if not bill.reason), start=1)
    ]
    Invoice.objects.bulk_create(invoices, batch_size=AT_ONCE)
    _write_lines({invoice.organisation_id: invoice for invoice in invoices}, charges)
    charges.filter(frozen_at=None).update(frozen_at=now)
    if invoices:
        series.last_number, series.last_issued_on = invoices[-1].sequence, invoices[-1].issued_on
        series.save(update_fields=["last_number", "last_issued_on"])
        ids = [invoice.pk for invoice in invoices]
        transaction.on_commit(partial(waking.wake, ids), robust=True)
    return Run(tuple(invoices), left_out)


def _locked_series(sender: SellerSettings, *, year: int) -> InvoiceSeries:
    """Return the series of the year under a row lock. Raises NotInvoiceable.

    A prefix belongs to one series in a year: the structured communications would come twice.
    """
    rows = InvoiceSeries.objects.select_for_update(of=("self",))
    if not rows.filter(code=sender.series, year=year).exists():
        InvoiceSeries.objects.bulk_create(
            [InvoiceSeries(code=sender.series, year=year)], ignore_conflicts=True
        )
    series = rows.get(code=sender.series, year=year)
    start = rules.reference_start(sender.reference_prefix, year)
    used = Invoice.objects.filter(structured_reference__startswith=start).exclude(series=series)
    if used.exists():
        raise NotInvoiceable(
            f"Het voorvoegsel {sender.reference_prefix} is dit jaar al gebruikt in een andere"
            " reeks. Vul bij “afzender van de facturen” een ander voorvoegsel in."
        )
    return series


def _locked_charges(first: date, last: date) -> ChargeQuerySet:
    """Return the charges of a period whose counters are locked now.

    Nobody can number or reprice a talk on these counters until the end of the transaction; a talk
    on a counter that comes into being meanwhile waits for the next run.
    """
    charges = Charge.objects.in_period(first, last)
    counters = (
        TalkCounter.objects.select_for_update(of=("self",))
        .filter(pk__in=charges.order_by().values("counter"))
        .order_by("pk")
    )
    return charges.filter(counter__in=list(counters.values_list("pk", flat=True)))


@dataclass(frozen=True, slots=True)
class _Numbering:
    """Makes the invoices of a run out of the bills, numbered on from the series."""

    sender: SellerSettings
    series: InvoiceSeries
    first: date
    last: date
    by: User
    now: datetime

    def invoice(self, offset: int, bill: Bill) -> Invoice:
        """Return the invoice with the `offset`-th number after the last one given out."""
        sequence = self.series.last_number + offset
        issued_on = rules.issue_date(local_date(self.now), self.series.last_issued_on)
        return Invoice(
            series=self.series,
            sequence=sequence,
            number=rules.invoice_number(self.series.year, self.series.code, sequence),
            organisation_id=bill.organisation_id,
            issued_on=issued_on,
            due_on=rules.due_date(issued_on, self.sender.term_days),
            period_first=self.first,
            period_last=self.last,
            seller=self.sender.snapshot(),
            buyer=bill.debtor.snapshot(bill.organisation) if bill.debtor else {},
            vat_text=self.sender.vat_text,
            total=bill.total,
            structured_reference=rules.structured_reference(
                self.sender.reference_prefix, self.series.year, sequence
            ),
            issued_at=self.now,
            issued_by=self.by,
        )


def _write_lines(invoices: dict[int, Invoice], charges: ChargeQuerySet) -> None:
    """Write the lines of all invoices, and check that they add up to the totals."""
    to_invoice = charges.to_invoice().filter(organisation__in=list(invoices))
    rows = to_invoice.order_by("organisation", "start", "pk").iterator(chunk_size=AT_ONCE)
    lines = _numbered_lines(invoices, rows)
    totals = dict.fromkeys(invoices, rules.ZERO)
    while portion := list(islice(lines, AT_ONCE)):
        for line in portion:
            totals[line.invoice.organisation_id] += line.amount
        InvoiceLine.objects.bulk_create(portion)
    wrong = [invoice.number for pk, invoice in invoices.items() if totals[pk] != invoice.total]
    if wrong:
        raise ArithmeticError(f"lines do not add up to the total of {', '.join(wrong)}")


def _numbered_lines(
    invoices: dict[int, Invoice], charges: Iterable[Charge]
) -> Iterator[InvoiceLine]:
    positions = dict.fromkeys(invoices, 0)
    for line in chain.from_iterable(_lines(charge) for charge in charges):
        organisation = line.charge.organisation_id
        positions[organisation] += 1
        line.invoice = invoices[organisation]
        line.position = positions[organisation]
        yield line


def _lines(charge: Charge) -> Iterator[InvoiceLine]:
    """Yield the lines of a charge: its first hour, and its extra hours where it has any."""
    parts = [
        (LineKind.FIRST_HOUR, 1, charge.first_hour),
        (LineKind.EXTRA_HOURS, charge.extra_hours, charge.extra_hour),
    ]
    for kind, quantity, unit_price in parts:
        if quantity * unit_price > rules.ZERO:
            yield InvoiceLine(
                charge=charge,
                kind=kind,
                held_on=charge.held_on,
                description=rules.line_description(
                    charge.held_on, charge.request_reference, str(kind.label)
                ),
                quantity=quantity,
                unit_price=unit_price,
                amount=quantity * unit_price,
                tariff_id=charge.tariff_id,
            )
