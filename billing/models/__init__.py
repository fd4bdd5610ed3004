"""Models of the billing room."""

from billing.models.agreement import Agreement
from billing.models.charge import Charge, ClientDossier, TalkCounter
from billing.models.invoice import (
    ExportBatch,
    Invoice,
    InvoiceDocument,
    InvoiceLine,
    InvoiceSeries,
)
from billing.models.tariff import Debtor, SellerSettings, Tariff

__all__ = [
    "Agreement",
    "Charge",
    "ClientDossier",
    "Debtor",
    "ExportBatch",
    "Invoice",
    "InvoiceDocument",
    "InvoiceLine",
    "InvoiceSeries",
    "SellerSettings",
    "TalkCounter",
    "Tariff",
]
