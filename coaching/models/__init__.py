"""Models of the coaching room."""

from coaching.models.desk import DeskRequest
from coaching.models.planning import (
    Appointment,
    AppointmentVersion,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
)
from coaching.models.supporter import Supporter, SupporterLanguage

__all__ = [
    "Appointment",
    "AppointmentVersion",
    "BookedSlot",
    "Consultation",
    "DeskRequest",
    "Proposal",
    "ProposedMoment",
    "Supporter",
    "SupporterLanguage",
]
