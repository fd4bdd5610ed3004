"""The second, free agreement on the request form: unticked, its own text, and no cost without it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.models import Consent, ConsentText, LearningConsent
from requests_app.selectors import forget_reference
from tests.requests_app.postings import (
    ADDRESS,
    NOTHING,
    WITH_CLIENT,
    errors_of,
    rows,
    send,
    text_of,
    words_of,
)

pytestmark = pytest.mark.django_db
TICKED = {**WITH_CLIENT, "learning": "on", "learning_version": "1"}


def text():
    return ConsentText.objects.get(purpose="learning")


def test_form_shows_both_texts_unticked_and_the_sheet(client):
    page = client.get(ADDRESS)

    words, html = words_of(page), text_of(page)
    assert text().text in words
    assert "Leren uit dit gesprek (optioneel)" in words
    assert "Zegt je cliënt nee, dan verandert er niets." in words
    assert 'name="learning_version" value="1"' in html
    assert 'href="/akkoordblad/"' in html
    assert " checked" not in html


def test_form_never_says_that_help_depends_on_it(client):
    for page in (client.get(ADDRESS), send(client, WITH_CLIENT, consent=None)):
        words = words_of(page).lower()
        assert [said for said in ("geen hulp", "zonder akkoord") if said in words] == []


def test_refusal_says_what_to_do(client):
    page = send(client, WITH_CLIENT, consent=None)

    assert errors_of(page) == ["Vraag eerst het akkoord van de cliënt en vink het hier aan."]
    assert rows() == NOTHING


def test_tick_is_stored_with_its_text(client):
    send(client, TICKED)

    kept = LearningConsent.objects.get()
    assert (kept.given, kept.text_version, kept.text, kept.actor, kept.request.consent.pk) == (
        True,
        text(),
        text().text,
        "requester",
        Consent.objects.get().pk,
    )


@pytest.mark.parametrize("changes", [{"learning": None}, {"tasks": ["case_advice"]}])
def test_nothing_is_stored_without_a_tick_or_without_a_client(client, changes):
    answer = send(client, TICKED, **changes)

    assert answer.status_code == 302
    assert LearningConsent.objects.count() == 0


@pytest.mark.parametrize("version", ["1", "x", None])
def test_tick_under_an_older_text_is_asked_again(client, version):
    ConsentText.objects.create(purpose="learning", version=2, text="Nieuwe tekst.")
    forget_reference()

    page = send(client, TICKED, learning_version=version)

    assert errors_of(page) == [
        "De tekst is vernieuwd. Lees ze opnieuw. Klopt het nog? Dien dan in."
    ]
    assert 'name="learning_version" value="2"' in text_of(page)
    assert rows() == NOTHING
    assert send(client, TICKED, learning=None, learning_version=version).status_code == 302


def test_newer_text_about_learning_leaves_the_first_agreement_alone(client):
    ConsentText.objects.create(purpose="learning", version=7, text="Nieuwe tekst.")
    forget_reference()

    assert send(client, WITH_CLIENT).status_code == 302
    assert Consent.objects.get().text_version == ConsentText.objects.get(purpose="request")


@pytest.mark.parametrize(
    ("giver", "label"),
    [
        ("client", "De cliënt zelf"),
        ("parent", "Een ouder of voogd, namens de cliënt"),
        ("administrator", "Een bewindvoerder, namens de cliënt"),
    ],
)
def test_form_asks_who_agreed_on_behalf_of_whom(client, giver, label):
    assert label in words_of(client.get(ADDRESS))
    send(client, WITH_CLIENT, consent_given_by=giver)
    assert Consent.objects.get().given_by == giver


def test_who_does_not_tick_costs_no_statement_more(client):
    def statements(fields):
        send(client, fields)
        with CaptureQueriesContext(connection) as counted:
            assert send(client, fields).status_code == 302
        return [row["sql"] for row in counted.captured_queries if "learningconsent" in row["sql"]]

    assert statements(WITH_CLIENT) == []
    assert len(statements(TICKED)) == 1
