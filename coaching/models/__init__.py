"""Models of the coaching room."""

from coaching.models.desk import DeskRequest
from coaching.models.planning import (
    Appointment,
    AppointmentCompanion,
    AppointmentVersion,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
    SupporterExclusion,
)
from coaching.models.supporter import Supporter, SupporterLanguage

__all__ = [
    "Appointment",
    "AppointmentCompanion",
    "AppointmentVersion",
    "BookedSlot",
    "Consultation",
    "DeskRequest",
    "Proposal",
    "ProposedMoment",
    "Supporter",
    "SupporterExclusion",
    "SupporterLanguage",
]
