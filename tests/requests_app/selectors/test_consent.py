"""The proof of agreement in words, without a statement of its own."""

from datetime import date

import pytest

from requests_app.models import ConsentText, ConsultRequest
from requests_app.selectors import Proof, proof_of, request_for_requester
from requests_app.selectors.consent import language_name
from requests_app.services import (
    Actor,
    give_learning,
    submit_request,
    withdraw_consent,
    withdraw_learning,
)
from tests.requests_app.submissions import NOW, with_client, without_client

pytestmark = pytest.mark.django_db


def loaded(request):
    found = request_for_requester(request.pk)
    assert found
    return found


def test_proof_tells_who_how_when_and_in_which_language(django_assert_num_queries):
    request = loaded(submit_request(with_client(), now=NOW))
    language_name("dari")

    with django_assert_num_queries(0):
        proof = proof_of(request)

    assert proof == Proof(
        given_by="De cliënt zelf",
        given_how="mondeling",
        given_on=date(2026, 11, 19),
        language="Dari",
        version=1,
        obtained_by="Noor Voorbeeld",
        withdrawn_at=None,
        learning=None,
    )
    assert proof.stands


def test_without_a_client_there_is_no_proof():
    assert proof_of(loaded(submit_request(without_client(), now=NOW))) is None


def test_the_last_word_on_learning_counts():
    text = ConsentText.objects.get(purpose="learning")
    request = submit_request(with_client(learning=text), now=NOW)

    def said():
        return proof_of(loaded(request)).learning

    words = [said()]
    withdraw_learning(request.pk, actor=Actor.requester(), now=NOW)
    words.append(said())
    give_learning(request.pk, shown=1, actor=Actor.requester(), now=NOW)
    words.append(said())

    assert words == [True, False, True]


def test_withdrawn_proof_stays_and_says_when():
    request = submit_request(with_client(), now=NOW)
    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    proof = proof_of(loaded(request))

    assert proof
    assert (proof.withdrawn_at, proof.stands, proof.given_on) == (NOW, False, date(2026, 11, 19))


def test_request_that_came_without_the_annotation_has_a_proof_too():
    submit_request(with_client(), now=NOW)

    assert proof_of(ConsultRequest.objects.get()) is not None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("kurmanji", "Koerdisch (Kurmanji)"),
        ("nederlands", "Nederlands"),
        ("andere", "een andere taal"),
        ("oekraiens", "Oekraiens"),
    ],
)
def test_language_is_called_by_its_name(code, name):
    assert language_name(code) == name
