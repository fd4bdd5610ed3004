"""Events, messages, notes and figures: kept as they were written, closed to prying."""

import pytest
from django.db import IntegrityError, connection, transaction

from requests_app.models import InternalNote, RequestMessage, StatFact, StatusEvent
from requests_app.services import submit_request
from tests.requests_app.submissions import FIRST_DAY, NOW, with_client


@pytest.fixture
def request_(db):
    return submit_request(with_client(), now=NOW)


def event(request_, **changes):
    return StatusEvent(
        **{
            "request": request_,
            "at": NOW,
            "action": "take",
            "from_state": "submitted",
            "to_state": "in_review",
            "actor": "staff",
            "version": 2,
            **changes,
        }
    )


def test_one_event_per_version(request_):
    with pytest.raises(IntegrityError, match=r"event_version_once|version"), transaction.atomic():
        event(request_, version=1).save()


def test_an_event_has_a_known_actor(request_):
    with pytest.raises(IntegrityError, match="event_actor_known"), transaction.atomic():
        event(request_, actor="iemand").save()


def test_an_event_reads_as_the_step_it_is(request_):
    assert str(event(request_)) == "Opgenomen"


def test_figures_are_never_changed(db):
    fact = StatFact.objects.create(
        week=FIRST_DAY, outcome="declined", language_code="dari", organisation_type="school"
    )
    assert str(fact) == "01/12/2026 declined"
    with pytest.raises(IntegrityError), transaction.atomic():
        StatFact.objects.update(outcome="completed")


def test_words_about_a_request_are_sealed(request_, django_user_model):
    coach = django_user_model.objects.create_user("coach")
    RequestMessage.objects.create(request=request_, at=NOW, actor="staff", body="kanarie in mail")
    InternalNote.objects.create(request=request_, at=NOW, by=coach, body="kanarie in nota")
    with connection.cursor() as cursor:
        for table in ("requestmessage", "internalnote"):
            cursor.execute(f"SELECT body FROM requests_app_{table}")
            (stored,) = cursor.fetchone()
            assert stored.startswith("v1:")
            assert "kanarie" not in stored
    assert [str(RequestMessage.objects.get()), str(InternalNote.objects.get())] == [
        f"bericht bij {request_.pk}",
        f"nota bij {request_.pk}",
    ]
