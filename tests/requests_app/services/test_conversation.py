"""Notes among the coaches, and the requester's answer to their question."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from outbox.models import OutgoingMail
from requests_app.choices import ActorKind, State
from requests_app.errors import IllegalTransition, RuleViolation, StaleRequest
from requests_app.models import ConsultRequest, InternalNote, RequestMessage
from requests_app.services import (
    add_note,
    answer_question,
    resume_without_answer,
    submit_request,
)
from tests.factories import NOW, make_request, make_user
from tests.requests_app.submissions import without_client

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 20)
DAY_AFTER = NOW + timedelta(days=1)


def test_add_note_keeps_who_said_what(django_user_model):
    coach = django_user_model.objects.create_user("coach")
    request = submit_request(without_client(), now=NOW)

    add_note(request.pk, by=coach, body="Eerst bellen", now=NOW)

    note = InternalNote.objects.get()
    assert (note.request_id, note.by, note.body) == (request.pk, coach, "Eerst bellen")


def test_an_answer_brings_the_request_back_and_tells_the_coaches():
    request = make_request(State.INFO_NEEDED, question_due=DUE)

    answer_question(request.pk, "Amina komt met haar zus.", now=NOW, version=request.version)

    request.refresh_from_db()
    assert (request.state, request.question_due, request.answered_at) == (
        State.IN_REVIEW,
        None,
        None,
    )
    event = request.events.latest("version")
    assert (event.action, event.actor, event.by) == ("answer_info", ActorKind.REQUESTER, None)
    message = RequestMessage.objects.get()
    assert (message.event, message.body, message.actor) == (
        event,
        "Amina komt met haar zus.",
        ActorKind.REQUESTER,
    )
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.occasion) == ("requests.info_answered_notice", str(event.pk))


@pytest.mark.parametrize("body", ["", "  \n "])
def test_an_empty_answer_is_refused(body):
    request = make_request(State.INFO_NEEDED)

    with pytest.raises(RuleViolation, match="Schrijf eerst je antwoord") as refused:
        answer_question(request.pk, body, now=NOW)

    assert refused.value.field == "answer"
    assert not RequestMessage.objects.exists()


def test_a_question_is_answered_once_and_only_while_it_waits():
    request = make_request(State.INFO_NEEDED)
    seen = request.version
    answer_question(request.pk, "Ja.", now=NOW, version=seen)

    with pytest.raises(StaleRequest):
        answer_question(request.pk, "Ja.", now=NOW, version=seen)
    with pytest.raises(IllegalTransition):
        answer_question(request.pk, "Ja.", now=NOW)

    assert RequestMessage.objects.count() == OutgoingMail.objects.count() == 1


def test_the_coaches_go_on_the_day_after_without_an_answer():
    request = make_request(State.INFO_NEEDED, question_due=DUE)

    assert resume_without_answer(request.pk, now=NOW) is False
    assert resume_without_answer(request.pk, now=DAY_AFTER) is True
    assert resume_without_answer(request.pk, now=DAY_AFTER) is False

    request.refresh_from_db()
    assert (request.state, request.question_due, request.answered_at) == (
        State.IN_REVIEW,
        None,
        None,
    )
    event = request.events.latest("version")
    assert (event.action, event.actor, event.by) == ("resume", ActorKind.SYSTEM, None)
    assert not OutgoingMail.objects.exists()


def test_a_question_without_a_date_or_with_an_answer_is_left_alone():
    without = make_request(State.INFO_NEEDED)
    answered = make_request(State.INFO_NEEDED, question_due=DUE)
    answer_question(answered.pk, "Ja.", now=NOW)

    assert resume_without_answer(without.pk, now=DAY_AFTER) is False
    assert resume_without_answer(answered.pk, now=DAY_AFTER) is False


def test_a_date_belongs_to_an_open_question():
    """The constraint request_question_due_while_asked."""
    request = make_request(State.IN_REVIEW)

    with (
        pytest.raises(IntegrityError, match="request_question_due_while_asked"),
        transaction.atomic(),
    ):
        ConsultRequest.objects.filter(pk=request.pk).update(question_due=DUE)


def test_a_coach_is_named_beside_the_step_not_the_system():
    request = make_request(State.INFO_NEEDED, question_due=DUE, coach=make_user("anna"))

    resume_without_answer(request.pk, now=DAY_AFTER)

    request.refresh_from_db()
    assert request.coach.username == "anna"
