"""The requester answers a question of the coaches."""

from datetime import date

import pytest

from outbox.models import OutgoingMail
from requests_app.choices import ActorKind, State
from requests_app.errors import Busy
from requests_app.models import RequestMessage
from requests_app.services import answer_question, resume_without_answer
from tests.factories import NOW, at, make_request
from tests.requests_app.following import address
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 25)


@pytest.fixture
def asked():
    """A request about which the coaches asked something."""
    request = make_request(State.INFO_NEEDED, question_due=DUE)
    RequestMessage.objects.create(
        request=request,
        event=request.events.latest("version"),
        at=NOW,
        actor=ActorKind.STAFF,
        body="Komt er <b>iemand</b> mee?\nWie?",
    )
    return request


def post(client, request, answer, version=None):
    seen = request.version if version is None else version
    return client.post(address(request, "request_answer"), {"version": seen, "answer": answer})


def test_the_requesters_page_leads_to_the_question(client, asked):
    page = client.get(address(asked))

    words = words_of(page)
    assert "Nu aan zet: Jij Beantwoord onze vraag, ten laatste op woensdag 25 november" in words
    assert f'href="{address(asked, "request_answer")}"' in text_of(page)


def test_the_page_shows_the_question_and_until_when(client, asked):
    page = client.get(address(asked, "request_answer"))

    assert page.status_code == 200
    assert "Komt er &lt;b&gt;iemand&lt;/b&gt; mee?<br>Wie?" in text_of(page)
    assert "Antwoord je niet voor het einde van woensdag 25 november 2026?" in words_of(page)


def test_an_answer_goes_to_the_coaches_and_never_to_the_page(client, asked):
    response = post(client, asked, "Amina komt met haar zus.")

    asked.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, address(asked))
    assert asked.state == State.IN_REVIEW
    assert OutgoingMail.objects.get().kind == "requests.info_answered_notice"
    words = words_of(client.get(address(asked)))
    assert "Je beantwoordde onze vraag" in words
    assert "Amina" not in words


def test_an_empty_answer_is_asked_again(client, asked):
    page = post(client, asked, "  ")

    assert page.status_code == 200
    assert errors_of(page) == ["Schrijf eerst je antwoord."]
    assert "<title>Fout:" in text_of(page)
    assert RequestMessage.objects.count() == 1


def test_an_answer_that_is_too_long_is_kept_on_the_page(client, asked):
    page = post(client, asked, "a" * 2001)

    assert "ten hoogste 2000 tekens" in errors_of(page)[0]
    assert "a" * 2001 in text_of(page)


def test_an_answer_that_comes_too_late_is_shown_back(client, asked):
    resume_without_answer(asked.pk, now=at(9))

    page = post(client, asked, "Mijn lange antwoord.")

    words = words_of(page)
    assert page.status_code == 409
    assert "Er is geen vraag die op je wacht" in words
    assert "Dit schreef je. Het is niet verstuurd: Mijn lange antwoord." in words
    assert RequestMessage.objects.count() == 1


def test_what_the_service_refuses_is_said_and_nothing_is_lost(client, asked, monkeypatch):
    def busy(*_args, **_options):
        raise Busy("Het is even druk. Probeer het opnieuw.")

    monkeypatch.setattr("requests_app.views.question.answer_question", busy)

    page = post(client, asked, "Mijn antwoord.")

    assert errors_of(page) == ["Het is even druk. Probeer het opnieuw."]
    assert "Mijn antwoord." in text_of(page)


def test_an_answer_to_an_older_page_is_looked_at_again(client, asked):
    page = post(client, asked, "Mijn antwoord.", version=1)

    assert page.status_code == 409
    assert "De aanvraag is intussen veranderd. Je antwoord is nog niet verstuurd." in words_of(page)
    assert "Mijn antwoord." in text_of(page)
    assert f'name="version" value="{asked.version}"' in text_of(page)
    assert post(client, asked, "Mijn antwoord.").status_code == 302


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CANCELLED, State.COMPLETED])
def test_without_a_question_the_page_says_so(client, state):
    page = client.get(address(make_request(state), "request_answer"))

    assert page.status_code == 200
    assert "Er is geen vraag die op je wacht" in words_of(page)


def test_a_question_that_was_answered_is_over(client, asked):
    answer_question(asked.pk, "Ja.", now=NOW)

    assert "Er is geen vraag die op je wacht" in words_of(
        client.get(address(asked, "request_answer"))
    )


def test_the_page_costs_few_statements_whatever_happened(client, asked, django_assert_num_queries):
    answer_question(asked.pk, "Ja.", now=NOW)
    page = address(asked, "request_answer")
    client.get(page)

    with django_assert_num_queries(4):
        client.get(page)
