"""The one way in which a state changes, and the constraints under it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from requests_app.choices import Action, State
from requests_app.models import ConsultRequest, DeclineReason, StatFact
from requests_app.services import Actor, lock_request, submit_request
from requests_app.services.transitions import count_outcome, say
from requests_app.services.transitions import transition as move
from tests.requests_app.submissions import NOW, with_client

LATER = NOW + timedelta(days=1)


@pytest.fixture
def coach(django_user_model):
    return django_user_model.objects.create_user("coach")


@pytest.fixture
def request_(db):
    return submit_request(with_client(), now=NOW)


def test_a_step_by_staff_sets_coach_version_and_event(request_, coach):
    with transaction.atomic():
        locked = lock_request(request_.pk, version=1)
        event = move(locked, Action.TAKE, actor=Actor.staff(coach), now=LATER)

    stored = ConsultRequest.objects.get()
    assert (stored.state, stored.version, stored.coach) == ("in_review", 2, coach)
    assert stored.answered_at is None
    assert (event.from_state, event.to_state, event.by, event.version) == (
        "submitted",
        "in_review",
        coach,
        2,
    )


def test_first_answer_is_stamped_once(request_, coach):
    actor = Actor.staff(coach)
    with transaction.atomic():
        locked = lock_request(request_.pk)
        move(locked, Action.TAKE, actor=actor, now=NOW)
        move(locked, Action.ACCEPT, actor=actor, now=LATER)
        move(locked, Action.PROPOSE, actor=actor, now=LATER + timedelta(days=1))

    assert ConsultRequest.objects.get().answered_at == LATER


def test_words_of_a_step_are_kept_beside_it(request_, coach):
    with transaction.atomic():
        locked = lock_request(request_.pk)
        event = move(locked, Action.TAKE, actor=Actor.staff(coach), now=LATER)
        assert say(event, "") is None
        message = say(event, "We bekijken het dinsdag.")

    assert message is not None
    assert request_.messages.get().body == "We bekijken het dinsdag."
    assert message.event == event


def test_outcome_counts_without_a_person(request_, coach):
    with transaction.atomic():
        locked = lock_request(request_.pk)
        move(
            locked,
            Action.DECLINE,
            actor=Actor.staff(coach),
            now=LATER,
            reason="geen-cso",
            changes={"decline_reason": DeclineReason.objects.get(pk="geen-cso")},
        )
        count_outcome(locked, reason="geen-cso")

    fact = StatFact.objects.get()
    assert (fact.outcome, fact.reason, fact.answered_in_time) == ("declined", "geen-cso", True)
    assert fact.week.isoformat() == "2026-11-30"


def test_system_needs_no_account(request_, coach):
    with transaction.atomic():
        locked = lock_request(request_.pk)
        move(locked, Action.ASK_INFO, actor=Actor.staff(coach), now=NOW)
        event = move(locked, Action.EXPIRE, actor=Actor.system(), now=LATER)
    assert (event.actor, event.by) == ("system", None)
    assert ConsultRequest.objects.get().closed_at == LATER


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "onbekend"}, "request_state_known|request_closed_at"),
        ({"state": State.CANCELLED}, "request_closed_at_with_terminal_state"),
        ({"closed_at": LATER}, "request_closed_at_with_terminal_state"),
        ({"state": State.ACCEPTED}, "request_answered_state_has_answer_time"),
        ({"answered_at": LATER}, "request_new_has_no_answer_time"),
        (
            {"state": State.DECLINED, "closed_at": LATER, "answered_at": LATER},
            "request_declined_with_reason",
        ),
        ({"decline_reason": "geen-cso"}, "request_declined_with_reason"),
        ({"state": State.IN_REVIEW}, "request_in_hand_has_coach"),
        ({"duration_minutes": 5}, "request_duration_in_range"),
        ({"respond_by": LATER.date() + timedelta(days=60)}, "request_respond_by_within_promise"),
    ],
)
def test_the_database_refuses_an_impossible_request(request_, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsultRequest.objects.filter(pk=request_.pk).update(**change)


def test_a_request_is_never_deleted(request_):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultRequest.objects.filter(pk=request_.pk)._raw_delete("default")
