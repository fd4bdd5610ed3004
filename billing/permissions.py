"""Names of the permissions that the room asks for."""

VIEW_AGREEMENT = "billing.view_agreement"
REGISTER_AGREEMENT = "billing.register_agreement"
VIEW_CHARGE = "billing.view_charge"
VIEW_INVOICE = "billing.view_invoice"
ISSUE_INVOICE = "billing.issue_invoice"
VIEW_EXPORT = "billing.view_exportbatch"
ADD_EXPORT = "billing.add_exportbatch"

COACHES = (VIEW_AGREEMENT, REGISTER_AGREEMENT)
COORDINATORS = (*COACHES, VIEW_CHARGE)
FINANCE = (
    *COORDINATORS,
    VIEW_INVOICE,
    ISSUE_INVOICE,
    VIEW_EXPORT,
    ADD_EXPORT,
    "billing.view_tariff",
    "billing.add_tariff",
    "billing.change_tariff",
    "billing.view_debtor",
    "billing.add_debtor",
    "billing.change_debtor",
    "billing.view_sellersettings",
    "billing.change_sellersettings",
)
