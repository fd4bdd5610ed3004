"""What was charged: to read."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from billing.admin.pages import NOTHING, KeptAdmin, person, short
from billing.models import Charge, InvoiceLine
from billing.rules import euro


class InvoicedFilter(admin.SimpleListFilter):
    """Free, still to be invoiced, or on an invoice."""

    title = "factuur"
    parameter_name = "factuur"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Charge]
    ) -> Iterable[tuple[str, str]]:
        return [("open", "nog te factureren"), ("klaar", "gefactureerd"), ("gratis", "gratis")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Charge]) -> QuerySet[Charge]:
        kept: dict[str, dict[str, Any]] = {
            "open": {"amount__gt": 0, "invoice_number": None},
            "klaar": {"invoice_number__isnull": False},
            "gratis": {"amount": 0},
        }
        return queryset.filter(**kept.get(self.value() or "", {}))


@admin.register(Charge)
class ChargeAdmin(KeptAdmin[Charge]):
    """Held talks with their number and their price; no client anywhere."""

    list_display = (
        "request_reference",
        "organisation",
        "day",
        "minutes",
        "ordinal",
        "price",
        "invoice_number",
    )
    list_filter = (InvoicedFilter, "held_on")
    list_select_related = ("organisation",)
    search_fields = ("request_reference", "organisation__name")
    search_help_text = "Zoek op nummer van de aanvraag of op organisatie."
    ordering = ("-start", "-pk")
    fields = (
        "request_reference",
        "organisation",
        "start",
        "minutes",
        "ordinal",
        "price",
        "tariff",
        "agreement",
        "waiver",
        "posted_at",
        "poster",
        "frozen_at",
        "invoice_number",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Charge]:
        """Know the invoice of each talk."""
        lines = InvoiceLine.objects.filter(charge=OuterRef("pk")).order_by("position")
        return (
            super()
            .get_queryset(request)
            .annotate(invoice_number=Subquery(lines.values("invoice__number")[:1]))
        )

    @admin.display(description="datum", ordering="held_on")
    def day(self, obj: Charge) -> str:
        return short(obj.held_on)

    @admin.display(description="bedrag", ordering="amount")
    def price(self, obj: Charge) -> str | SafeString:
        return mark_safe('<span class="tag">gratis</span>') if obj.is_free else euro(obj.amount)

    @admin.display(description="zonder overeenkomst toegelaten door")
    def waiver(self, obj: Charge) -> str:
        return person(obj.waived_by)

    @admin.display(description="geboekt door")
    def poster(self, obj: Charge) -> str:
        return person(obj.posted_by)

    @admin.display(description="factuur", ordering="invoice_number")
    def invoice_number(self, obj: Charge) -> str:
        return getattr(obj, "invoice_number", None) or NOTHING
