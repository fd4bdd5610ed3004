"""An activity is a request with a row of its own, in the same transaction."""

import pytest

from outbox.models import OutgoingMail
from requests_app.errors import RuleViolation
from requests_app.models import (
    ActivityDetails,
    ClientDetails,
    Consent,
    ConsultRequest,
    StatusEvent,
)
from requests_app.services import submit_request
from tests.requests_app.activities import activity, submission
from tests.requests_app.submissions import NOW, with_client

pytestmark = pytest.mark.django_db


def test_activity_writes_its_details_with_the_request():
    request = submit_request(submission(), now=NOW)

    stored = ConsultRequest.objects.select_related("activity").get()
    assert (stored.pk, stored.reference) == (request.pk, "CSO-2026-0001")
    assert (stored.tasks, stored.involves_client) == (["activity"], False)
    assert stored.language_id == "arabisch"
    details = stored.activity
    assert {
        "kind": details.kind,
        "theme": details.theme,
        "theme_note": details.theme_note,
        "audience": details.audience,
        "audience_size": details.audience_size,
        "languages": details.languages,
        "supporters_wanted": details.supporters_wanted,
    } == {
        "kind": "info_session",
        "theme": "health",
        "theme_note": "",
        "audience": "ouders van de eerste graad",
        "audience_size": 25,
        "languages": ["arabisch", "dari"],
        "supporters_wanted": 2,
    }
    assert str(details) == f"activiteit bij {request.pk}"
    assert (ClientDetails.objects.count(), Consent.objects.count()) == (0, 0)
    assert StatusEvent.objects.count() == 1
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == [
        "requests.copy",
        "requests.new_notice",
    ]


def test_the_same_token_twice_is_one_activity():
    asked = submission()
    first = submit_request(asked, now=NOW)

    assert submit_request(asked, now=NOW).pk == first.pk
    assert (ConsultRequest.objects.count(), ActivityDetails.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"activity": activity(theme="other")}, "theme_note"),
        ({"activity": activity(audience_size=0)}, "audience_size"),
        ({"activity": activity(languages=[])}, "languages"),
        ({"activity": activity(supporters_wanted=7)}, "supporters_wanted"),
        ({"tasks": ["activity", "case_advice"]}, "tasks"),
    ],
)
def test_a_broken_rule_of_activities_stores_nothing(changes, field):
    with pytest.raises(RuleViolation) as refused:
        submit_request(submission(**changes), now=NOW)

    assert refused.value.field == field
    assert (ConsultRequest.objects.count(), ActivityDetails.objects.count()) == (0, 0)
    assert OutgoingMail.objects.count() == 0


def test_an_activity_is_never_at_home_and_has_no_client():
    home = {**submission().fields, "location_kind": "home"}
    with pytest.raises(RuleViolation) as refused:
        submit_request(submission(fields=home), now=NOW)
    assert refused.value.field == "location_kind"

    typed = with_client()
    request = submit_request(submission(client=typed.client, consent=typed.consent), now=NOW)
    assert request.involves_client is False
    assert ClientDetails.objects.count() == 0
