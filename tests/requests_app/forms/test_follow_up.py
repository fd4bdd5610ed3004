"""The form of a further talk by itself; what it stores is tried in tests/coaching/test_following_up."""

from datetime import date

import pytest

from requests_app.choices import State
from requests_app.forms.follow_up import FollowUpForm, earlier_answers
from requests_app.forms.request import CLIENT_FIELDS, RequestForm
from tests.factories import make_request

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)


def test_question_whose_talk_it_is_comes_before_the_client():
    names = list(FollowUpForm(today=FRIDAY, earlier=make_request(State.COMPLETED)).fields)

    assert names.index("same_client") + 1 == names.index(CLIENT_FIELDS[0])
    assert [name for name in names if name != "same_client"] == list(RequestForm.base_fields)


def test_each_form_knows_its_own_request():
    first, second = make_request(State.COMPLETED), make_request(State.COMPLETED)
    forms = [FollowUpForm(today=FRIDAY, earlier=request) for request in (first, second)]

    assert [form.follows for form in forms] == [first.pk, second.pk]
    assert RequestForm(today=FRIDAY).follows is None


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({}, True),
        ({"involves_client": False, "tasks": ["case_advice"]}, False),
    ],
)
def test_client_is_known_while_there_is_one(fields, known):
    form = FollowUpForm(today=FRIDAY, earlier=make_request(State.COMPLETED, **fields))

    assert form.known_client is known


def test_answers_that_may_be_shown_are_no_client_data():
    known = earlier_answers(make_request(State.COMPLETED), unlocked=False)

    assert set(known).isdisjoint([*CLIENT_FIELDS, "question", "sensitive_points", "language_note"])
    assert set(known) <= set(FollowUpForm.base_fields)


def test_unlocked_answers_are_fields_of_the_form_and_still_no_client():
    known = earlier_answers(make_request(State.COMPLETED), unlocked=True)

    assert set(known).isdisjoint(CLIENT_FIELDS)
    assert set(known) <= set(FollowUpForm.base_fields)
