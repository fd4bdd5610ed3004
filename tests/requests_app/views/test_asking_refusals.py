"""The request form over HTTP: what is refused, in which words, and that nothing is lost."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.models import (
    ConsentText,
    ConsultRequest,
)
from requests_app.selectors import forget_reference
from tests.requests_app.postings import (
    ADDRESS,
    FORM,
    NOTHING,
    WITH_CLIENT,
    WITHOUT_CLIENT,
    errors_of,
    link_of,
    rows,
    send,
    text_of,
    token_of,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_empty_form_says_what_to_do_for_every_answer(client):
    page = send(client, {})

    assert errors_of(page) == [
        "Vul je naam in.",
        "Vul je e-mailadres in.",
        "Vul je telefoonnummer in.",
        "Vul de naam van je organisatie in.",
        "Kies de soort organisatie.",
        "Vul de gemeente van je organisatie in.",
        "Kies ja of nee.",
        "Kies minstens één taak voor de CSO.",
        "Kies een taal.",
        "Schrijf kort waarover het gesprek gaat.",
        "Kies een datum vanaf vrijdag 27 november 2026.",
        "Kies een uur.",
        "Kies een duur.",
        "Kies een plaats.",
    ]
    assert "<title>Fout: Vraag een consult aan" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert rows() == NOTHING


def test_client_without_details_and_agreement_is_refused(client):
    page = send(client, WITHOUT_CLIENT, tasks=["inform_client"], location_kind="home")

    assert errors_of(page) == [
        "Vul de naam van de cliënt in.",
        "Vraag eerst het akkoord van de cliënt en vink het hier aan.",
        "Kies wie het akkoord gaf.",
        "Kies hoe de cliënt het akkoord gaf.",
        "Vul de dag in waarop de cliënt het akkoord gaf.",
        "Kies in welke taal je de tekst uitlegde.",
        "Vul het adres van het huisbezoek in.",
    ]


def test_agreement_to_an_older_text_is_asked_again(client):
    ConsentText.objects.create(version=2, text="Nieuwe tekst.")
    forget_reference()

    page = send(client, WITH_CLIENT, consent_version="1")

    assert errors_of(page) == [
        "De tekst is vernieuwd. Lees ze opnieuw. Klopt het nog? Dien dan in."
    ]
    assert 'name="consent_version" value="2"' in text_of(page)
    assert rows() == NOTHING


def test_interpreter_only_gets_the_referral_with_a_summary_without_client(client):
    page = send(client, WITH_CLIENT, tasks=["consult_mother_tongue"], client_name="Kanarie")

    summary = re.search(r'id="samenvatting-tolk">(.*?)</div>', text_of(page), re.DOTALL)
    assert summary
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", summary.group(1))).split())
    assert errors_of(page) == [
        "Een CSO is niet alleen een tolk. Kies ook wat de CSO nog meer kan doen,"
        " of vraag een sociaal tolk."
    ]
    assert words == (
        "Vraag voor een sociaal tolk Organisatie: Basisschool De Fictie Contact: Noor Voorbeeld,"
        " 016 12 34 56 Taal: Dari Wanneer: dinsdag 1 december 2026, 14.00 uur"
    )
    assert "https://www.integratie-inburgering.be/nl/sociaal-tolken" in text_of(page)
    assert 'value="Kanarie"' in text_of(page)
    assert rows() == NOTHING


def test_too_late_names_the_earliest_date_and_what_to_do_in_a_hurry(client):
    page = send(client, WITHOUT_CLIENT, date_1="2026-11-26")

    assert errors_of(page) == ["Kies een datum vanaf vrijdag 27 november 2026."]
    assert "Te kort dag? De eerste dag die je kan kiezen is vrijdag 27 november 2026." in words_of(
        page
    )
    assert "sociaal tolk aan de telefoon" in words_of(page)
    assert rows() == NOTHING


EARLIEST = "Kies een datum vanaf vrijdag 27 november 2026."
LATEST = "Kies een datum ten laatste op zaterdag 27 november 2027."
NO_DATE = "Deze datum bestaat niet. Schrijf ze zoals 03/12/2026."
TOO_LONG = "Dit is te lang: schrijf ten hoogste {} tekens (nu zijn het er {})."
NO_CHOICE = "Kies een van de mogelijkheden."
PERSIAN = "\u0646\u0627\u0647\u06cc\u062f\u200c\u0632\u0627\u062f\u0647"
NO_MAIL = "Schrijf een e-mailadres zoals naam@organisatie.be."


@pytest.mark.parametrize(
    ("field", "value", "messages"),
    [
        ("date_1", "2026-11-19", [EARLIEST]),
        ("date_1", "2026-11-26", [EARLIEST]),
        ("date_1", "0001-01-01", [EARLIEST]),
        ("date_1", "9999-12-31", [LATEST]),
        ("date_1", "10000-01-01", [NO_DATE]),
        ("date_1", "2027-02-29", [NO_DATE]),
        ("date_1", "morgen", [NO_DATE]),
        ("time_1", "25:00", ["Dit uur bestaat niet. Schrijf het zoals 14:00."]),
        ("time_2", "10:00", [EARLIEST]),
        ("date_2", "2026-12-02", ["Kies een uur."]),
        ("requester_name", "x" * 200_000, [TOO_LONG.format(120, 200_000)]),
        ("question", "x" * 200_000, [TOO_LONG.format(2000, 200_000)]),
        ("requester_email", "x" * 200_000 + "@x.be", None),
        ("requester_email", "a@b.be\nBcc: c@d.be", [NO_MAIL]),
        ("requester_email", "a@b.be\r\n\r\nhallo", [NO_MAIL]),
        ("requester_email", "noor", [NO_MAIL]),
        ("requester_phone", "bel me", None),
        ("requester_phone", "1" * 200_000, None),
        ("organisation_type", "kasteel", ["Kies de soort organisatie."]),
        ("language", "klingon", ["Kies een taal."]),
        ("introduced", "misschien", ["Kies ja of nee."]),
        ("tasks", ["wat anders", "case_advice"], [NO_CHOICE]),
        ("duration_minutes", "0", ["Kies een duur."]),
        ("duration_minutes", "-60", ["Kies een duur."]),
        ("location_kind", "maan", ["Kies een plaats."]),
        ("location_kind", "home", None),
        ("location_address", "", ["Vul het adres in waar het gesprek plaatsvindt."]),
        ("requester_name", "\x00\x01\x02", ["Vul je naam in."]),
        ("requester_name", "\u202e\u2066", ["Vul je naam in."]),
    ],
)
def test_bad_answer_gets_a_message_and_stores_nothing(client, field, value, messages):
    page = send(client, WITHOUT_CLIENT, **{field: value})

    assert page.status_code == 200
    assert (
        errors_of(page)
        if messages is None
        else errors_of(page)
        == messages + (["Kies minstens één taak voor de CSO."] if field == "tasks" else [])
    )
    assert not [line for line in errors_of(page) if re.search(r"[Vv]alid|ongeldig|Null", line)]
    assert rows() == NOTHING


def test_hour_that_the_clock_skips_is_refused(client):
    page = send(client, WITHOUT_CLIENT, date_1="2027-03-28", time_1="02:30")

    assert errors_of(page) == [
        "Dit uur bestaat niet op zondag 28 maart 2027: de klok springt dan van 2 naar 3 uur."
        " Kies een ander uur."
    ]


def test_same_moment_twice_is_refused(client):
    page = send(client, WITHOUT_CLIENT, date_2="2026-12-01", time_2="14:00")

    assert errors_of(page) == [
        "Je koos twee keer hetzelfde moment. Kies een ander moment of laat het leeg."
    ]


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("requester_name", "\u202eNoor\x00 Voor\x07beeld\u2069", "Noor Voorbeeld"),
        ("requester_name", "Noor\r\nVoorbeeld", "Noor  Voorbeeld"),
        ("requester_name", PERSIAN, PERSIAN),
        ("question", "een\r\ntwee\x00\u202e", "een\ntwee"),
        ("requester_phone", "+32 (0)16/12.34.56", "+32 (0)16/12.34.56"),
        ("requester_phone", "0470 12 34 56 ", "0470 12 34 56"),
        ("requester_email", " noor@x.be\n", "noor@x.be"),
        ("requester_email", "noor@x.be\x00\u202e", "noor@x.be"),
    ],
)
def test_invisible_characters_fall_away_and_other_writing_stays(client, field, value, stored):
    assert send(client, WITHOUT_CLIENT, **{field: value}).status_code == 302
    assert getattr(ConsultRequest.objects.get(), field) == stored


def test_markup_is_shown_as_text_on_every_page(client):
    nasty = '"><script>alert(1)</script>'
    failed = send(client, WITHOUT_CLIENT, requester_name=nasty, question=nasty, language="")
    stored = send(client, WITHOUT_CLIENT, requester_name=nasty, organisation_name=nasty)
    follow = client.get(link_of(stored))

    for page in (failed, client.get(stored["Location"]), follow):
        assert "<script>alert" not in text_of(page)
    escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    assert f'value="{escaped}"' in text_of(failed)
    assert escaped in text_of(follow)


def test_unusual_letters_that_grow_in_folding_are_taken(client):
    assert send(client, WITHOUT_CLIENT, organisation_name="ΐ" * 200).status_code == 302


def test_file_where_none_is_asked_is_refused_and_the_text_stays(client):
    fields = {"token": token_of(client), **WITHOUT_CLIENT}
    attached = SimpleUploadedFile("brief.pdf", b"%PDF-")

    page = client.post(ADDRESS, {**fields, "bijlage": attached})

    assert errors_of(page) == [
        "Dit formulier neemt geen bestanden aan. Je tekst staat er nog. Dien opnieuw in."
    ]
    assert 'value="Noor Voorbeeld"' in text_of(page)
    assert rows() == NOTHING


def test_repeated_fields_are_read_as_one(client):
    page = send(client, WITHOUT_CLIENT, requester_name=["Eerst", "Laatst"], tasks=["activity"] * 9)

    assert page.status_code == 302
    request = ConsultRequest.objects.get()
    assert (request.requester_name, request.tasks) == ("Laatst", ["activity"])


@pytest.mark.parametrize(
    "body", ["question=" + "x" * 1_100_000, "&".join(f"a{n}=1" for n in range(400))]
)
def test_far_too_much_gets_the_page_for_bad_requests(body):
    page = Client(raise_request_exception=False).post(ADDRESS, body, content_type=FORM)

    assert page.status_code == 400
    assert "Deze vraag begrijpen we niet" in words_of(page)


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x", "text/plain"])
def test_garbage_is_no_server_error(client, content_type):
    page = client.post(ADDRESS, b"\xff\xfe\x00%%%=&&&;;;", content_type=content_type)

    assert page.status_code in {200, 400}
    assert rows() == NOTHING


def test_missing_csrf_token_gets_a_page_that_keeps_the_text():
    page = send(Client(enforce_csrf_checks=True), WITHOUT_CLIENT)

    assert page.status_code == 403
    assert 'value="Noor Voorbeeld"' in text_of(page)
    assert rows() == NOTHING


def test_rule_that_only_the_service_sees_broken_is_shown_at_its_field(client, monkeypatch):
    monkeypatch.setattr("requests_app.forms.request.RequestForm._clean_day", lambda *_: None)

    page = send(client, WITHOUT_CLIENT, date_1="2026-11-21")

    assert errors_of(page) == [EARLIEST]
    assert 'href="#id_date_1"' in text_of(page)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405
