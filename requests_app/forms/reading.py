"""From a valid form to what the service stores."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from requests_app import rules
from requests_app.activity_rules import ACTIVITY
from requests_app.forms.activity import ActivityForm
from requests_app.forms.request import RequestForm
from requests_app.models import ConsentText
from requests_app.services.submission import (
    ActivityData,
    ClientData,
    ConsentData,
    OrganisationData,
    Submission,
)

AskForm = RequestForm | ActivityForm
# Asked for an activity too.
SHARED_COLUMNS = [
    "requester_name",
    "requester_function",
    "requester_email",
    "requester_phone",
    "question",
    "location_kind",
]
PLAIN_COLUMNS = [
    "language_note",
    "sensitive_points",
    "supporter_gender",
    "wished_supporter",
    "avoided_supporter",
]


def submission_of(form: AskForm, token: UUID) -> Submission:
    """Return the request that a valid form holds."""
    return activity_of(form, token) if isinstance(form, ActivityForm) else request_of(form, token)


def activity_of(form: ActivityForm, token: UUID) -> Submission:
    """Return the activity that a valid form holds."""
    data = form.cleaned_data
    return Submission(
        token=token,
        organisation=organisation_of(data),
        fields={**shared_columns(data), "language_id": data["languages"][0]},
        tasks=[ACTIVITY],
        moments=form.moments,
        activity=ActivityData(
            kind=data["kind"],
            theme=data["theme"],
            theme_note=data.get("theme_note", ""),
            audience=data["audience"],
            audience_size=data["audience_size"],
            languages=data["languages"],
            supporters_wanted=int(data["supporters_wanted"]),
        ),
    )


def request_of(form: RequestForm, token: UUID) -> Submission:
    """Return the request for a talk that a valid form holds."""
    data = {**form.cleaned_data, **form.carried}
    with_client = rules.involves_client(data["tasks"])
    return Submission(
        token=token,
        organisation=organisation_of(data),
        fields=shared_columns(data)
        | {name: data[name] for name in PLAIN_COLUMNS}
        | {
            "follows_id": form.follows,
            "language_id": data["language"],
            "series_count": int(data["series_count"] or 1),
            "series_rhythm": data.get("series_rhythm", ""),
        },
        tasks=data["tasks"],
        moments=form.moments,
        client=_client(data) if with_client else None,
        consent=_consent(data, form.lists.consent_text) if with_client else None,
        learning=form.lists.learning_text if with_client and data["learning"] else None,
    )


def organisation_of(data: Mapping[str, Any]) -> OrganisationData:
    """Return the organisation as the requester named it."""
    return OrganisationData(
        name=data["organisation_name"],
        type_code=data["organisation_type"],
        postcode=data["organisation_postcode"],
        city=data["organisation_city"],
    )


def shared_columns(data: Mapping[str, Any]) -> dict[str, object]:
    """Return who asks, about what, for how long and where, as columns of a request."""
    return {name: data[name] for name in SHARED_COLUMNS} | {
        "introduced": data["introduced"] == "ja",
        "duration_minutes": int(data["duration_minutes"]),
        "location_address": data.get("online_details") or data.get("location_address", ""),
        "location_directions": data.get("location_directions", ""),
    }


def _client(data: dict[str, Any]) -> ClientData:
    return ClientData(
        name=data["client_name"],
        birth_year=data["birth_year"],
        gender=data["gender"],
        file_reference=data["file_reference"],
        home_address=data.get("home_address", ""),
    )


def _consent(data: dict[str, Any], text: ConsentText | None) -> ConsentData | None:
    if text is None:
        return None
    return ConsentData(
        text=text,
        given_by=data["consent_given_by"],
        given_how=data["consent_given_how"],
        given_on=data["consent_given_on"],
        language_code=data["consent_language"],
    )
