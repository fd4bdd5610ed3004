"""Models of the requests room."""

from requests_app.models.access import AccessCode, ContactChange, LinkRequest
from requests_app.models.activity import ActivityDetails
from requests_app.models.client import (
    ClientDetails,
    Consent,
    ConsentSheet,
    ConsentText,
    ConsentWithdrawal,
    LearningConsent,
)
from requests_app.models.contact import ContactPerson, LoginMail
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
from requests_app.models.voices import Introduction, PageFeedback, SiteText, TalkFeedback

__all__ = [
    "AccessCode",
    "ActivityDetails",
    "ClientDetails",
    "ClosingDay",
    "Consent",
    "ConsentSheet",
    "ConsentText",
    "ConsentWithdrawal",
    "ConsultRequest",
    "ContactChange",
    "ContactPerson",
    "DeclineReason",
    "InternalNote",
    "Introduction",
    "Language",
    "LearningConsent",
    "LinkRequest",
    "LoginMail",
    "Organisation",
    "OrganisationType",
    "PageFeedback",
    "PreferredMoment",
    "ReferenceCounter",
    "RequestMessage",
    "ServiceSettings",
    "SiteText",
    "StatFact",
    "StatusEvent",
    "TalkFeedback",
]
