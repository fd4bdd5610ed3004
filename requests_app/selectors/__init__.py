"""Reads that several screens share."""

from requests_app.selectors.consent import Proof, last_learning, proof_of
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
    can_follow_up,
    known_names,
    odd_moments_of,
    question_for,
    request_for_requester,
    request_of_submission,
    second_looks,
    timeline,
    turn,
    withdrawable,
)

__all__ = [
    "Catalogue",
    "Proof",
    "Step",
    "Turn",
    "answer_date",
    "awaits_feedback",
    "can_follow_up",
    "catalogue",
    "closing_between",
    "contact_of",
    "days_off",
    "forget_reference",
    "is_known_contact",
    "known_names",
    "last_learning",
    "legal_holidays",
    "odd_moments_of",
    "prefill_for",
    "proof_of",
    "question_for",
    "request_for_requester",
    "request_of_submission",
    "second_looks",
    "service_settings",
    "timeline",
    "turn",
    "withdrawable",
]
