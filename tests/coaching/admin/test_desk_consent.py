"""The desk shows the proof of agreement: who, how, when, in which language, to which text."""

import pytest

from requests_app.choices import State
from requests_app.services import Actor, give_learning, withdraw_consent
from tests import factories
from tests.coaching.pages import change
from tests.requests_app.postings import words_of

pytestmark = pytest.mark.django_db


def test_detail_shows_who_agreed_how_when_in_which_language_and_to_which_text(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)

    words = words_of(desk.get(change(request)))

    day = request.consent.given_on
    assert "Akkoord De cliënt zelf, mondeling, op" in words
    assert f"{day.day}" in words
    assert "uitgelegd in het Dari gevraagd door Noor Voorbeeld, tekst versie 1" in words
    assert "Leren uit het gesprek nee" in words
    assert "Ingetrokken op" not in words


def test_detail_shows_that_learning_was_agreed_to(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    give_learning(request.pk, shown=1, actor=Actor.requester(), now=now)

    assert "Leren uit het gesprek ja, zonder naam" in words_of(desk.get(change(request)))


def test_detail_shows_a_withdrawal_and_keeps_the_proof(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    withdraw_consent(request.pk, actor=Actor.requester(), now=now)

    words = words_of(desk.get(change(request)))

    assert "Akkoord De cliënt zelf, mondeling" in words
    assert "Ingetrokken op" in words


def test_detail_without_a_client_has_no_agreement(desk, now):
    request = factories.make_request(
        State.IN_REVIEW, now=now, involves_client=False, tasks=["case_advice"]
    )

    assert "Leren uit het gesprek" not in words_of(desk.get(change(request)))
