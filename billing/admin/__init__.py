"""The pages of finance in the staff site."""

from billing.admin.agreements import AgreementAdmin
from billing.admin.charges import ChargeAdmin
from billing.admin.council import DebtorAdmin, SellerSettingsAdmin, TariffAdmin
from billing.admin.exports import ExportBatchAdmin
from billing.admin.invoices import InvoiceAdmin

__all__ = [
    "AgreementAdmin",
    "ChargeAdmin",
    "DebtorAdmin",
    "ExportBatchAdmin",
    "InvoiceAdmin",
    "SellerSettingsAdmin",
    "TariffAdmin",
]
