"""The requester records what the client says about learning, later on. Only a POST acts."""

import pytest
from django.test import Client
from django.urls import reverse

from requests_app import links
from requests_app.choices import State
from requests_app.models import ConsentText, LearningConsent
from requests_app.selectors import forget_reference
from requests_app.services import Actor, submit_request, withdraw_consent
from tests.factories import NOW, make_request
from tests.requests_app.postings import errors_of, text_of, words_of
from tests.requests_app.submissions import with_client, without_client

pytestmark = pytest.mark.django_db


def address(request, name="request_learning"):
    return reverse(name, args=[links.token_for(request)])


def said():
    return list(LearningConsent.objects.order_by("pk").values_list("given", "actor"))


def text():
    return ConsentText.objects.get(purpose="learning")


def test_page_shows_the_text_and_no_tick(client):
    request = submit_request(with_client(), now=NOW)

    page = client.get(address(request))

    assert page.status_code == 200
    assert text().text in words_of(page)
    assert "checked" not in text_of(page)
    assert "Nee is ook goed." in words_of(page)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert said() == []


def test_tick_is_recorded_and_shown(client):
    request = submit_request(with_client(), now=NOW)

    answer = client.post(address(request), {"learning": "on", "learning_version": "1"})

    assert (answer.status_code, answer["Location"]) == (302, address(request, "request_page"))
    assert said() == [(True, "requester")]
    words = words_of(client.get(address(request, "request_page")))
    assert "Leren uit dit gesprek Ja, zonder naam" in words
    assert "Akkoord om te leren intrekken" in words


def test_agreement_is_taken_back_with_one_click(client):
    request = submit_request(with_client(learning=text()), now=NOW)
    asked = client.get(address(request))

    client.post(address(request), {"stop": "ja"})

    assert "Trek dit akkoord in" in words_of(asked)
    assert said() == [(True, "requester"), (False, "requester")]
    words = words_of(client.get(address(request, "request_page")))
    assert "Leren uit dit gesprek Nee" in words
    assert "Akkoord om te leren geven" in words


def test_without_a_tick_the_page_says_what_to_do(client):
    request = submit_request(with_client(), now=NOW)

    page = client.post(address(request), {"learning_version": "1"})

    assert errors_of(page) == [
        "Vink aan dat de cliënt akkoord gaat. Wil de cliënt dat niet? Ga dan terug."
    ]
    assert said() == []


@pytest.mark.parametrize("version", ["1", "x", "", None])
def test_agreement_to_another_text_is_asked_again(client, version):
    request = submit_request(with_client(), now=NOW)
    ConsentText.objects.create(purpose="learning", version=2, text="Nieuwe tekst.")
    forget_reference()

    posted = {"learning": "on"} | ({} if version is None else {"learning_version": version})
    page = client.post(address(request), posted)

    assert page.status_code == 200
    assert said() == []
    assert 'name="learning_version" value="2"' in text_of(page)
    assert "Nieuwe tekst." in words_of(page)


def test_without_an_agreement_to_the_request_there_is_nothing_to_ask(client):
    bare = submit_request(without_client(), now=NOW)
    over = submit_request(with_client(), now=NOW)
    withdraw_consent(over.pk, actor=Actor.requester(), now=NOW)

    for request in (bare, over):
        for answer in (client.get(address(request)), client.post(address(request), {"stop": "x"})):
            assert (answer.status_code, answer["Location"]) == (
                302,
                address(request, "request_page"),
            )
    assert said() == []
    assert "Akkoord om te leren" not in words_of(client.get(address(bare, "request_page")))


def test_page_of_a_closed_request_offers_it_too(client):
    request = make_request(State.COMPLETED)

    client.post(address(request), {"learning": "on", "learning_version": "1"})

    assert said() == [(True, "requester")]


def test_posting_to_a_bad_link_or_without_csrf_token_does_nothing(client):
    request = submit_request(with_client(), now=NOW)
    posted = {"learning": "on", "learning_version": "1"}

    assert client.post(reverse("request_learning", args=["x"]), posted).status_code == 404
    refused = Client(enforce_csrf_checks=True).post(address(request), posted)
    assert (refused.status_code, said()) == (403, [])


def test_agreement_is_shown_on_the_page_without_who_gave_it_and_in_which_language(client):
    request = submit_request(with_client(), now=NOW)

    words = words_of(client.get(address(request, "request_page")))

    shown = "Akkoord van de cliënt Gegeven op 19 november 2026, mondeling. Gevraagd door Noor Voorbeeld."
    assert shown in words
    assert "De cliënt zelf" not in words
