"""What can be wrong at the coaches' desk, in words for the coach."""

from requests_app.errors import RuleViolation


class SupporterTaken(RuleViolation):
    """The CSO already has something at that time, travel included."""


class AgreementMissing(RuleViolation):
    """The free talks are used up and no signed agreement is in force."""
