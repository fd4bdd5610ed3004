"""The room of the money."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Tariffs, agreements, charges, invoices, exports."""

    name = "billing"
    verbose_name = "Facturatie"
