"""Complete submissions to start a test from."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from requests_app import rules
from requests_app.models import ConsentText
from requests_app.services.submission import (
    ClientData,
    ConsentData,
    OrganisationData,
    Submission,
)

NOW = rules.brussels_moment(date(2026, 11, 20), time(10, 0))
FIRST_DAY = date(2026, 12, 1)


def at(day: date, hour: int = 14, minute: int = 0) -> datetime:
    """Return a Brussels wall-clock moment as an aware UTC datetime."""
    return rules.brussels_moment(day, time(hour, minute))


def columns(**changes: Any) -> dict[str, object]:
    """Return the plain columns of a request."""
    return {
        "requester_name": "Noor Voorbeeld",
        "requester_email": "noor@school.voorbeeld.be",
        "requester_phone": "016 00 00 00",
        "introduced": True,
        "language_id": "dari",
        "question": "Hoe verloopt de overstap naar de eerste graad?",
        "location_kind": "organisation",
        "location_address": "Schoolstraat 1, 3000 Leuven",
        "duration_minutes": 60,
        **changes,
    }


def with_client(**changes: Any) -> Submission:
    """Return a submission in which a client takes part, with the agreement."""
    submission = Submission(
        token=uuid.uuid4(),
        organisation=OrganisationData(name="Basisschool De Fictie", type_code="school"),
        fields=columns(),
        tasks=["consult_mother_tongue", "explain_differences"],
        moments=[at(FIRST_DAY)],
        client=ClientData(name="Amina Verzonnen", birth_year="1989", file_reference="D-17"),
        consent=ConsentData(
            text=ConsentText.objects.get(purpose="request", version=1),
            given_by="client",
            given_how="oral",
            given_on=date(2026, 11, 19),
            language_code="dari",
        ),
    )
    return replace(submission, **changes)


def without_client(**changes: Any) -> Submission:
    """Return a submission for advice beforehand: no client, no agreement."""
    return with_client(tasks=["case_advice"], client=None, consent=None, **changes)
