"""Models of the coaching room."""

from coaching.models.planning import (
    Appointment,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
)
from coaching.models.supporter import Supporter, SupporterLanguage

__all__ = [
    "Appointment",
    "BookedSlot",
    "Consultation",
    "Proposal",
    "ProposedMoment",
    "Supporter",
    "SupporterLanguage",
]
