"""What can be wrong at the coaches' desk, in words for the coach."""

from requests_app.errors import RuleViolation


class SupporterTaken(RuleViolation):
    """The CSO already has something at that time, travel included."""


class StaleProposal(RuleViolation):
    """The requester answers a proposal that was answered, replaced or withdrawn."""
