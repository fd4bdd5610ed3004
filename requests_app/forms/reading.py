"""From a valid form to what the service stores."""

from typing import Any
from uuid import UUID

from requests_app import rules
from requests_app.forms.request import RequestForm
from requests_app.models import ConsentText
from requests_app.services.submission import (
    ClientData,
    ConsentData,
    OrganisationData,
    Submission,
)

PLAIN_COLUMNS = [
    "requester_name",
    "requester_function",
    "requester_email",
    "requester_phone",
    "language_note",
    "question",
    "sensitive_points",
    "supporter_gender",
    "wished_supporter",
    "avoided_supporter",
    "location_kind",
]


def submission_of(form: RequestForm, token: UUID) -> Submission:
    """Return the request that a valid form holds."""
    data = {**form.cleaned_data, **form.carried}
    with_client = rules.involves_client(data["tasks"])
    return Submission(
        token=token,
        organisation=OrganisationData(
            name=data["organisation_name"],
            type_code=data["organisation_type"],
            postcode=data["organisation_postcode"],
            city=data["organisation_city"],
        ),
        fields={name: data[name] for name in PLAIN_COLUMNS}
        | {
            "follows_id": form.follows,
            "introduced": data["introduced"] == "ja",
            "language_id": data["language"],
            "duration_minutes": int(data["duration_minutes"]),
            "series_count": int(data["series_count"] or 1),
            "series_rhythm": data.get("series_rhythm", ""),
            "location_address": data.get("online_details") or data.get("location_address", ""),
            "location_directions": data.get("location_directions", ""),
        },
        tasks=data["tasks"],
        moments=form.moments,
        client=_client(data) if with_client else None,
        consent=_consent(data, form.lists.consent_text) if with_client else None,
        learning=form.lists.learning_text if with_client and data["learning"] else None,
    )


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
