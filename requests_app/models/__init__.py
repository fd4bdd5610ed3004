"""Models of the requests room."""

from requests_app.models.client import ClientDetails, Consent, ConsentText, ConsentWithdrawal
from requests_app.models.history import InternalNote, RequestMessage, StatFact, StatusEvent
from requests_app.models.organisation import Organisation
from requests_app.models.reference import (
    ClosingDay,
    DeclineReason,
    Language,
    OrganisationType,
    ReferenceCounter,
    ServiceSettings,
)
from requests_app.models.request import ConsultRequest, PreferredMoment

__all__ = [
    "ClientDetails",
    "ClosingDay",
    "Consent",
    "ConsentText",
    "ConsentWithdrawal",
    "ConsultRequest",
    "DeclineReason",
    "InternalNote",
    "Language",
    "Organisation",
    "OrganisationType",
    "PreferredMoment",
    "ReferenceCounter",
    "RequestMessage",
    "ServiceSettings",
    "StatFact",
    "StatusEvent",
]
