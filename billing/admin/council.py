"""What a council or the finance service decides: tariffs, the sender, who pays."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from billing.admin.pages import MoneyAdmin, as_key
from billing.forms import SellerForm, TariffForm
from billing.models import Charge, Debtor, SellerSettings, Tariff
from billing.rules import euro, printed_enterprise_number
from requests_app.admin import OneRow
from requests_app.models import Organisation


@admin.register(Tariff)
class TariffAdmin(MoneyAdmin[Tariff]):
    """Tariffs. One by which a talk was charged stays as it is; a change is a new tariff."""

    form = TariffForm
    list_display = (
        "valid_from",
        "decision_reference",
        "free_count",
        "scope",
        "first_hour_amount",
        "extra_hour_amount",
    )

    def has_change_permission(self, request: HttpRequest, obj: Tariff | None = None) -> bool:
        """Refuse to change a tariff that was used."""
        if obj is not None and Charge.objects.filter(tariff=obj).exists():
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description="eerste uur", ordering="first_hour")
    def first_hour_amount(self, obj: Tariff) -> str:
        return euro(obj.first_hour)

    @admin.display(description="elk extra uur", ordering="extra_hour")
    def extra_hour_amount(self, obj: Tariff) -> str:
        return euro(obj.extra_hour)


@admin.register(SellerSettings)
class SellerSettingsAdmin(OneRow[SellerSettings], MoneyAdmin[SellerSettings]):
    """The one row with the sender of the invoices: only to change."""

    form = SellerForm
    fieldsets = (
        (
            "Afzender",
            {
                "fields": (
                    "name",
                    "street",
                    "postcode",
                    "city",
                    "enterprise_number",
                    "email",
                    "phone",
                )
            },
        ),
        ("Betaling", {"fields": ("iban", "bic", "reference_prefix", "term_days")}),
        ("Op de factuur", {"fields": ("series", "vat_text")}),
    )


@admin.register(Debtor)
class DebtorAdmin(MoneyAdmin[Debtor]):
    """Who pays for an organisation. A change concerns the invoices still to come."""

    list_display = ("name", "organisation", "enterprise", "street", "postcode", "city")
    list_select_related = ("organisation",)
    ordering = ("name",)
    search_fields = ("name", "organisation__name", "enterprise_number")
    search_help_text = "Zoek op naam, organisatie of ondernemingsnummer."

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start from what is known of the organisation; the legal entity may differ."""
        initial = super().get_changeform_initial_data(request)
        known = Organisation.objects.filter(pk=as_key(str(initial.get("organisation", ""))))
        columns = ("name", "enterprise_number", "street", "postcode", "city")
        return {**initial, **(known.values(*columns).first() or {})}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Debtor | None = None
    ) -> tuple[str, ...]:
        """A debtor stays with its organisation."""
        return ("organisation",) if obj else ()

    @admin.display(description="ondernemingsnummer", ordering="enterprise_number")
    def enterprise(self, obj: Debtor) -> str:
        return printed_enterprise_number(obj.enterprise_number)
