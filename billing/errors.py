"""What can be wrong with money, in words for finance."""

from requests_app.errors import RuleViolation


class NotInvoiceable(RuleViolation):
    """An invoice cannot be issued; the message lists what is missing."""


class NoTariff(RuleViolation):
    """No tariff is in force on the day of the talk."""


class AgreementMissing(RuleViolation):
    """A talk that costs something has neither a signed agreement nor a waiver (D7)."""
