"""Issued invoices: numbered, frozen, append-only. There is no draft row: a preview is computed."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from billing.models.charge import Charge
from billing.models.money import cents
from billing.models.tariff import Tariff
from billing.rules import period_in_words, printed_reference
from billing.states import LineKind
from requests_app.models import Organisation


class InvoiceSeries(models.Model):
    """The counter of a series in a year. Its row is locked while a number is given out (M4)."""

    code = models.CharField("reeks", max_length=10)
    year = models.PositiveSmallIntegerField("jaar")
    last_number = models.PositiveIntegerField("laatste nummer", default=0)
    last_issued_on = models.DateField("laatste datum", null=True)

    class Meta:
        verbose_name = "reeks"
        verbose_name_plural = "reeksen"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="series_code_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.code}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Vocabulary of invoices."""

    def over_period(self, first: date, last: date) -> InvoiceQuerySet:
        """Keep the invoices over talks between two Brussels dates, both inclusive."""
        return self.filter(period_first__gte=first, period_last__lte=last)


class Invoice(models.Model):
    """An issued invoice with a snapshot of everything printed on it. Never changed, never deleted."""

    series = models.ForeignKey(InvoiceSeries, on_delete=models.PROTECT, related_name="invoices")
    sequence = models.PositiveIntegerField("volgnummer")
    number = models.CharField("nummer", max_length=30, unique=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name="organisatie",
        related_name="invoices",
    )
    issued_on = models.DateField("factuurdatum")
    due_on = models.DateField("vervaldag")
    period_first = models.DateField("periode van")
    period_last = models.DateField("periode tot en met")
    seller = models.JSONField("afzender")
    buyer = models.JSONField("debiteur")
    vat_text = models.CharField("vermelding btw", max_length=200)
    total = models.DecimalField("totaal", max_digits=10, decimal_places=2)
    structured_reference = models.CharField(
        "gestructureerde mededeling", max_length=12, unique=True
    )
    issued_at = models.DateTimeField("uitgereikt op")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name="uitgereikt door",
        related_name="+",
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "factuur"
        verbose_name_plural = "facturen"
        ordering = ("-issued_on", "-number")
        default_permissions = ("view",)
        permissions = [("issue_invoice", "Mag facturen maken")]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(total__gt=0), name="invoice_total_positive"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_issue"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def printed_reference(self) -> str:
        """Return the structured communication as it is printed."""
        return printed_reference(self.structured_reference)

    @property
    def period_in_words(self) -> str:
        """Return the period as people say it."""
        return period_in_words(self.period_first, self.period_last)


class InvoiceLine(models.Model):
    """A line: the first hour or the extra hours of one talk. Append-only."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("volgnummer")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField("soort", max_length=12, choices=LineKind)
    held_on = models.DateField("datum gesprek")
    description = models.CharField("omschrijving", max_length=200)
    quantity = models.PositiveSmallIntegerField("aantal uren")
    unit_price = models.DecimalField("prijs per uur", max_digits=8, decimal_places=2)
    amount = models.DecimalField("bedrag", max_digits=10, decimal_places=2)
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "factuurlijn"
        verbose_name_plural = "factuurlijnen"
        ordering = ("invoice", "position")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="line_position_once"),
            models.UniqueConstraint(fields=["charge", "kind"], name="line_charge_invoiced_once"),
            models.CheckConstraint(
                condition=Exact(cents("amount"), F("quantity") * cents("unit_price")),
                name="line_amount_is_quantity_times_price",
            ),
        ]

    def __str__(self) -> str:
        return f"lijn {self.position}"


class InvoiceDocument(models.Model):
    """The PDF of an invoice, made once after issue and kept byte for byte. Append-only."""

    invoice = models.OneToOneField(
        Invoice, primary_key=True, on_delete=models.PROTECT, related_name="document"
    )
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        default_permissions = ()

    def __str__(self) -> str:
        return f"document van factuur {self.invoice_id}"


class ExportBatch(models.Model):
    """An export for the accounts: who, when, which period, and the very bytes. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("nummer", unique=True)
    made_at = models.DateTimeField("gemaakt op")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name="gemaakt door",
        related_name="+",
    )
    period_first = models.DateField("periode van")
    period_last = models.DateField("periode tot en met")
    invoice_count = models.PositiveIntegerField("aantal facturen")
    total = models.DecimalField("totaal", max_digits=12, decimal_places=2)
    content = models.BinaryField()
    sha256 = models.CharField("controlegetal (SHA-256)", max_length=64)

    class Meta:
        verbose_name = "export"
        verbose_name_plural = "exports"
        ordering = ("-number",)
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"export {self.number}"
