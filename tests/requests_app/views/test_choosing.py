"""The chooser: the answers stand in the address, the page tells what fits, nothing is kept."""

import pytest

from requests_app.models import ServiceSettings
from requests_app.selectors import forget_reference
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

CSO = {"waarvoor": "gesprek", "moeilijk": "cultuur", "woorden": "precies", "wanneer": "later"}


def test_chooser_asks_four_questions_and_complains_about_nothing(client):
    page = client.get("/welke-hulp/")

    assert text_of(page).count("<fieldset") == 4
    assert errors_of(page) == []
    assert "Over 7 dagen of later" in words_of(page)
    assert page.cookies == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Een cultuursensitieve ondersteuner (CSO) Een CSO spreekt de taal"),
        ({"wanneer": "snel"}, "Nu een sociaal tolk, daarna een CSO"),
        ({"waarvoor": "groep"}, "een infosessie, een actie of een project"),
        ({"moeilijk": "taal"}, "Een sociaal tolk Een sociaal tolk vertaalt alles"),
        ({"moeilijk": "taal", "woorden": "eenvoudig"}, "Laat nooit een kind vertalen"),
        ({"moeilijk": "nederlands"}, "Nederlands oefenen Een CSO geeft geen taalles."),
    ],
)
def test_answer_stands_on_the_page_with_the_questions_filled_in(client, changes, words):
    answers = {**CSO, **changes}

    page = client.get("/welke-hulp/", answers)

    assert words in words_of(page)
    assert text_of(page).count("checked") == 4
    assert errors_of(page) == []


def test_answer_names_the_interpreter_and_telephone_of_the_service(client):
    ServiceSettings.objects.update_or_create(
        pk=1,
        defaults={
            "contact_phone": "016 00 00 01",
            "interpreter_name": "Tolkdienst Voorbeeld",
            "interpreter_phone": "02 000 00 00",
            "lead_days": 9,
        },
    )
    forget_reference()

    page = client.get("/welke-hulp/", {**CSO, "wanneer": "snel"})

    assert "Bel ons op 016 00 00 01 , of vraag nu een sociaal tolk" in words_of(page)
    assert 'Tolkdienst Voorbeeld</a>, <a href="tel:020000000">02 000 00 00</a>' in text_of(page)
    assert "minstens 9 dagen op voorhand" in words_of(page)


def test_missing_and_invented_answers_are_asked_again(client):
    page = client.get("/welke-hulp/", {"waarvoor": "gesprek", "moeilijk": "<b>x", "woorden": ""})

    assert errors_of(page) == [
        "Kies wat het moeilijk maakt.",
        "Kies hoe juist elk woord moet zijn.",
        "Kies wanneer het nodig is.",
    ]
    assert "<b>x" not in text_of(page)
    assert "<title>Fout: " in text_of(page)


def test_button_pressed_without_answers_says_what_is_missing(client):
    assert len(errors_of(client.get("/welke-hulp/", {"toon": "ja"}))) == 4


def test_nothing_can_be_posted(client):
    assert client.post("/welke-hulp/", CSO).status_code == 405
