"""Reads that several screens share."""

from requests_app.selectors.reference import (
    Catalogue,
    catalogue,
    days_off,
    forget_reference,
    legal_holidays,
    service_settings,
)
from requests_app.selectors.requester import (
    Step,
    Turn,
    known_names,
    odd_moments_of,
    request_for_requester,
    request_of_submission,
    timeline,
    turn,
    withdrawable,
)

__all__ = [
    "Catalogue",
    "Step",
    "Turn",
    "catalogue",
    "days_off",
    "forget_reference",
    "known_names",
    "legal_holidays",
    "odd_moments_of",
    "request_for_requester",
    "request_of_submission",
    "service_settings",
    "timeline",
    "turn",
    "withdrawable",
]
