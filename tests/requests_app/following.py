"""Addresses behind a requester's link, and all that they could change."""

from django.urls import reverse

from outbox.models import OutgoingMail
from requests_app import links
from requests_app.models import (
    AccessCode,
    ClientDetails,
    ConsentWithdrawal,
    ConsultRequest,
    ContactChange,
    LinkRequest,
    RequestMessage,
    StatusEvent,
    TalkFeedback,
)

PAGES = [
    "request_page",
    "request_thanks",
    "request_cancel",
    "request_withdraw",
    "request_answer",
    "request_contact",
    "request_full",
    "talk_feedback",
]
TABLES = (
    AccessCode,
    ClientDetails,
    ConsentWithdrawal,
    ContactChange,
    LinkRequest,
    OutgoingMail,
    RequestMessage,
    StatusEvent,
    TalkFeedback,
)


def address(request: ConsultRequest, name: str = "request_page") -> str:
    """Return one of the requester's pages."""
    return reverse(name, args=[links.token_for(request)])


def everything() -> dict[str, object]:
    """Return all that a requester's page could change."""
    requests = ConsultRequest.objects.values_list("pk", "state", "version", "requester_email")
    return {
        "requests": sorted(requests),
        **{model.__name__: model.objects.count() for model in TABLES},
    }
