"""The lighter form over HTTP: an activity is stored like a request, with its own row."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.models import ActivityDetails, ConsultRequest
from tests.factories import NOW
from tests.requests_app.activities import ADDRESS, POSTED
from tests.requests_app.postings import (
    FORM,
    NOTHING,
    WITHOUT_CLIENT,
    aged,
    errors_of,
    link_of,
    rows,
    text_of,
    token_in,
    words_of,
)
from tests.requests_app.postings import send as send_request
from tests.threads import together

pytestmark = pytest.mark.django_db
WRITTEN = {**dict.fromkeys(NOTHING, 1), "ClientDetails": 0, "Consent": 0, "OutgoingMail": 2}


def send(client, **changes):
    """Post the form as a browser does; fields with None are not sent."""
    sent = {"token": aged(token_in(client.get(ADDRESS))), **POSTED, **changes}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(ADDRESS, urlencode(kept, doseq=True), content_type=FORM)


def test_blank_form_has_no_client_and_says_so(client):
    page = client.get(ADDRESS)

    words = words_of(page)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-cache")
    assert reverse("activity_new") == ADDRESS
    assert "Hier hoort geen cliënt bij. Schrijf dus nergens iets over een cliënt." in words
    assert "vanaf vrijdag 27 november 2026" in words
    assert "kost je organisatie niets" in words
    assert [part for part in range(1, 5) if f"Deel {part} van 4" not in words] == []
    for label in ("Infosessie", "Actie", "Project", "Welzijn", "Gezondheid", "Onderwijs"):
        assert label in words
    for code in ("arabisch", "kurmanji", "dari", "pashtu", "farsi", "somali", "tigrinya"):
        assert f'value="{code}"' in text_of(page)
    assert 'name="client_name"' not in text_of(page)
    assert 'name="consent"' not in text_of(page)
    assert rows() == NOTHING


def test_the_blank_forms_of_talk_and_activity_are_kept_apart(client):
    first = text_of(client.get("/aanvragen/"))
    activity = text_of(client.get(ADDRESS))

    assert 'name="client_name"' in first
    assert 'name="client_name"' not in activity
    assert 'name="client_name"' in text_of(client.get("/aanvragen/"))
    assert f'action="{ADDRESS}"' in activity


def test_an_activity_is_stored_whole_and_thanked_for(client):
    page = send(client, date_2="2026-12-02", time_2="09:30", location_directions="Bel twee keer.")

    request = ConsultRequest.objects.select_related("activity", "organisation").get()
    assert page["Location"] == f"{link_of(page)}bedankt/"
    assert rows() == {**WRITTEN, "PreferredMoment": 2}
    stored = {
        "reference": "CSO-2026-0001",
        "requester_name": "Noor Voorbeeld",
        "tasks": ["activity"],
        "involves_client": False,
        "language_id": "arabisch",
        "question": "Hoe werkt de huisarts?",
        "location_kind": "organisation",
        "location_address": "Schoolstraat 1, 3000 Leuven",
        "location_directions": "Bel twee keer.",
        "duration_minutes": 60,
        "submitted_at": NOW,
    }
    assert {name: getattr(request, name) for name in stored} == stored
    activity = request.activity
    assert (activity.kind, activity.theme, activity.audience, activity.audience_size) == (
        "info_session",
        "health",
        "ouders van de eerste graad",
        25,
    )
    assert (activity.languages, activity.supporters_wanted) == (["arabisch", "dari"], 2)
    thanks = words_of(client.get(page["Location"]))
    assert "Je aanvraag heeft nummer CSO-2026-0001" in thanks
    assert "cliënt" not in thanks
    assert "het gesprek" not in thanks
    assert "kost je organisatie niets" in thanks


def test_the_requesters_page_shows_what_the_activity_is(client):
    page = client.get(link_of(send(client, theme="other", theme_note="sport en spel")))

    words = words_of(page)
    for part in (
        "Wat Infosessie",
        "Thema Een ander thema: sport en spel",
        "Voor wie ouders van de eerste graad",
        "Aantal mensen 25",
        "Talen Arabisch, Dari",
        "Aantal CSO's gewenst 2",
    ):
        assert part in words
    assert "Hoe werkt de huisarts?" not in words
    assert "Schoolstraat" not in words
    assert "cliënt" not in words
    assert "gesprek" not in words


def test_the_copy_lists_the_activity_and_none_of_the_free_words(client):
    send(client, theme="other", theme_note="sport en spel")
    for row in OutgoingMail.objects.order_by("kind"):
        deliver(row.pk, now=NOW)

    copy, notice = mail.outbox
    for text in (copy.body, copy.alternatives[0].content):
        words = " ".join(re.sub(r"<[^>]+>", " ", text).replace(":", "").split())
        for part in (
            "Wat Infosessie",
            "Thema Een ander thema",
            "Aantal mensen 25",
            "Talen Arabisch, Dari",
            "CSO's gewenst 2" if "&#x27;" not in words else "gewenst 2",
        ):
            assert part in words
        for typed in ("huisarts", "sport en spel", "eerste graad", "Schoolstraat"):
            assert typed not in words
    assert "nieuw in de lijst" in notice.subject


def test_nothing_typed_is_lost_when_something_is_to_be_mended(client):
    page = send(client, languages=None, audience_size="veel", theme="other", theme_note="sport")

    html = text_of(page)
    assert page.status_code == 200
    assert errors_of(page) == ["Schrijf een getal, bijvoorbeeld 25.", "Kies minstens één taal."]
    assert "<title>Fout: Vraag een CSO voor een activiteit" in html
    for value in ("veel", "sport", "ouders van de eerste graad", "Basisschool De Fictie"):
        assert f'value="{value}"' in html
    assert "Hoe werkt de huisarts?" in html
    assert re.search(r'value="info_session"[^>]*checked', html)
    assert rows() == NOTHING


@pytest.mark.parametrize(
    "changes",
    [
        dict.fromkeys(POSTED),
        {"languages": ["arabisch", "arabisch\x00"]},
        {"kind": "feest", "theme": "😀", "supporters_wanted": "-1"},
        {"audience_size": "1e9", "duration_minutes": "999999999999"},
        {"location_kind": "home", "location_address": "x" * 9000},
        {"date_1": "2026-02-30", "time_1": "25:99"},
        {"token": "vervalst"},
        {"website": "https://robot.voorbeeld.be"},
    ],
    ids=lambda changes: ",".join(changes)[:30],
)
def test_bad_input_is_answered_with_the_form(client, changes):
    page = send(client, **changes)

    assert page.status_code == 200
    assert errors_of(page)
    assert rows() == NOTHING


def test_client_fields_that_are_sent_along_are_dropped(client):
    send(client, client_name="Amina Verzonnen", consent="on", tasks="home_visit", home_address="x")

    assert rows() == WRITTEN
    assert ConsultRequest.objects.get().tasks == ["activity"]


def test_the_same_form_twice_is_one_activity(client):
    token = aged(token_in(client.get(ADDRESS)))
    first = send(client, token=token)
    with travel(NOW + timedelta(minutes=1), tick=False):
        again = send(client, token=token, audience="iedereen")

    assert again["Location"] == f"{first['Location']}?al=1"
    assert rows() == WRITTEN
    assert ActivityDetails.objects.get().audience == "ouders van de eerste graad"
    assert "Deze aanvraag was al ingediend" in words_of(client.get(again["Location"]))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_are_one_activity(client):
    token = aged(token_in(client.get(ADDRESS)))

    pages = together(10, lambda _: send(client, token=token))

    assert {page.status_code for page in pages} == {302}
    assert len({link_of(page) for page in pages}) == 1
    assert rows() == WRITTEN


def test_asking_for_an_activity_stays_within_the_budget(client):
    send(client)  # fills the memory of reference data
    with CaptureQueriesContext(connection) as queries:
        page = send(client, organisation_name="Buurtwerk")

    assert page.status_code == 302
    assert len(queries) <= 13, [query["sql"][:90] for query in queries]


def test_only_an_activity_on_the_long_form_leads_here_and_is_not_refused(client):
    assert f'href="{ADDRESS}"' in text_of(client.get("/aanvragen/"))

    page = send_request(client, {**WITHOUT_CLIENT, "tasks": ["activity"]})

    request = ConsultRequest.objects.get()
    assert request.tasks == ["activity"]
    assert ActivityDetails.objects.count() == 0
    assert "Een infosessie, actie of project" in words_of(client.get(link_of(page)))
