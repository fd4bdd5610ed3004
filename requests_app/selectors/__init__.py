"""Reads that several screens share."""

from requests_app.selectors.contacts import contact_of, is_known_contact, prefill_for
from requests_app.selectors.reference import (
    Catalogue,
    answer_date,
    catalogue,
    closing_between,
    days_off,
    forget_reference,
    legal_holidays,
    service_settings,
)
from requests_app.selectors.requester import (
    Step,
    Turn,
    awaits_feedback,
    known_names,
    odd_moments_of,
    question_for,
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
    "awaits_feedback",
    "catalogue",
    "contact_of",
    "days_off",
    "forget_reference",
    "is_known_contact",
    "known_names",
    "legal_holidays",
    "odd_moments_of",
    "prefill_for",
    "question_for",
    "request_for_requester",
    "request_of_submission",
    "service_settings",
    "timeline",
    "turn",
    "withdrawable",
]
