"""Activities as the service gets them, and as a browser sends them."""

from dataclasses import replace
from typing import Any

from requests_app.services.submission import ActivityData, Submission
from tests.requests_app.postings import WITHOUT_CLIENT
from tests.requests_app.submissions import columns, without_client

ADDRESS = "/activiteit/"
NOT_ASKED = {"tasks", "language"}
POSTED: dict[str, Any] = {
    **{name: value for name, value in WITHOUT_CLIENT.items() if name not in NOT_ASKED},
    "kind": "info_session",
    "theme": "health",
    "audience": "ouders van de eerste graad",
    "audience_size": "25",
    "languages": ["dari", "arabisch"],
    "supporters_wanted": "2",
    "question": "Hoe werkt de huisarts?",
}


def activity(**changes: Any) -> ActivityData:
    """Return what is particular to an infosession in two languages."""
    data = ActivityData(
        kind="info_session",
        theme="health",
        audience="ouders van de eerste graad",
        audience_size=25,
        languages=["arabisch", "dari"],
        supporters_wanted=2,
    )
    return replace(data, **changes)


def submission(**changes: Any) -> Submission:
    """Return an infosession as the service gets it."""
    fields = columns(language_id="arabisch", question="Hoe werkt de huisarts?")
    whole = replace(without_client(), tasks=["activity"], fields=fields, activity=activity())
    return replace(whole, **changes)
