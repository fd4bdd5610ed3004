"""Three questions after the talk."""

import pytest

from outbox.models import OutgoingMail
from privacy.models import ErasureReason
from requests_app.choices import State
from requests_app.models import ServiceSettings, TalkFeedback
from requests_app.selectors import forget_reference
from requests_app.services import Actor, Answers, give_feedback
from requests_app.services.closing import erase_client
from tests.factories import NOW, make_request
from tests.requests_app.following import address
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

ANSWERS = {"helped": "yes", "worked_well": "partly", "words": "Te weinig <b>tijd</b>."}


def test_the_requesters_page_invites_once_the_talk_is_registered(client):
    request = make_request(State.COMPLETED)

    page = client.get(address(request))

    assert "Hoe ging het gesprek?" in words_of(page)
    assert f'href="{address(request, "talk_feedback")}"' in text_of(page)


def test_the_page_asks_three_questions_and_names_the_complaint_route(client):
    request = make_request(State.COMPLETED)
    ServiceSettings.objects.update(contact_phone="016 11 22 33")
    forget_reference()

    words = words_of(client.get(address(request, "talk_feedback")))

    assert "Hielp het gesprek je verder?" in words
    assert "Verliep de samenwerking met de CSO goed?" in words
    assert "Wat moeten we nog weten? (optioneel)" in words
    assert (
        "Heb je een klacht? Mail naar ondersteuningvluchtelingen@ocmw-leuven.be . Of bel" in words
    )
    assert "016 11 22 33" in words
    assert "OCMW Leuven, Dienst klachten, Andreas Vesaliusstraat 47, 3000 Leuven" in words


def test_answers_are_kept_and_thanked_for(client):
    request = make_request(State.COMPLETED)

    response = client.post(address(request, "talk_feedback"), ANSWERS)

    assert response["Location"] == address(request, "talk_feedback")
    kept = TalkFeedback.objects.get()
    assert (kept.helped, kept.worked_well, kept.words) == (
        "yes",
        "partly",
        "Te weinig <b>tijd</b>.",
    )
    assert OutgoingMail.objects.get().kind == "requests.feedback_notice"
    words = words_of(client.get(address(request, "talk_feedback")))
    assert "Bedankt voor je feedback" in words
    assert "tijd" not in words
    assert "Hoe ging het gesprek?" not in words_of(client.get(address(request)))


def test_a_second_time_changes_nothing(client):
    request = make_request(State.COMPLETED)
    give_feedback(request.pk, Answers("yes", "yes"), now=NOW)

    page = client.post(address(request, "talk_feedback"), ANSWERS)

    assert "Je kan één keer feedback geven." in words_of(page)
    assert TalkFeedback.objects.get().worked_well == "yes"


def test_the_two_choices_are_needed_and_nothing_is_lost(client):
    request = make_request(State.COMPLETED)

    page = client.post(address(request, "talk_feedback"), {"helped": "maybe", "words": "Lang."})

    assert errors_of(page) == [
        "Kies of het gesprek je verder hielp.",
        "Kies of de samenwerking goed verliep.",
    ]
    assert "Lang." in text_of(page)
    assert not TalkFeedback.objects.exists()


def test_what_came_in_between_is_said(client, monkeypatch):
    request = make_request(State.COMPLETED)
    monkeypatch.setattr("requests_app.views.talk_feedback.awaits_feedback", lambda _consult: True)
    give_feedback(request.pk, Answers("yes", "yes"), now=NOW)

    page = client.post(address(request, "talk_feedback"), ANSWERS)

    assert errors_of(page) == ["Je gaf al feedback over dit gesprek. Bedankt."]


@pytest.mark.parametrize("state", [state for state in State if state != State.COMPLETED])
def test_before_and_without_a_talk_there_is_no_such_page(client, state):
    request = make_request(state)

    shown = client.get(address(request, "talk_feedback"))
    posted = client.post(address(request, "talk_feedback"), ANSWERS)

    assert shown["Location"] == posted["Location"] == address(request)
    assert not TalkFeedback.objects.exists()


def test_after_erasing_feedback_is_a_mail(client):
    request = make_request(State.COMPLETED)
    erase_client(request, reason=ErasureReason.REQUESTED, actor=Actor.system(), now=NOW)

    page = client.post(address(request, "talk_feedback"), ANSWERS)

    assert "Feedback kan niet meer" in words_of(page)
    assert "Hoe ging het gesprek?" not in words_of(client.get(address(request)))
    assert not TalkFeedback.objects.exists()


def test_the_page_costs_few_statements(client, django_assert_num_queries):
    request = make_request(State.COMPLETED)
    page = address(request, "talk_feedback")
    client.get(page)

    with django_assert_num_queries(4):
        client.get(page)
