"""The sheets over HTTP: right language, right direction, and never words that nobody checked."""

import re

import pytest
from django.urls import reverse

from requests_app.models import ConsentSheet, Language, ServiceSettings
from requests_app.selectors import forget_reference
from tests.factories import NOW, make_user
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db

CODES = ["arabisch", "kurmanji", "dari", "pashtu", "farsi", "somali", "tigrinya"]
RIGHT_TO_LEFT = {"ar", "prs", "ps", "fa"}


def address(code="dari"):
    return reverse("consent_sheet", args=[code])


def review(code):
    ConsentSheet.objects.filter(language=code).update(reviewed_at=NOW, reviewed_by=make_user())


def test_addresses_are_dutch():
    assert (reverse("consent_sheets"), address()) == ("/akkoordblad/", "/akkoordblad/dari/")


def test_list_offers_each_language_and_says_what_is_not_ready(client):
    review("dari")

    page = client.get(reverse("consent_sheets"))

    words = words_of(page)
    assert page.status_code == 200
    assert [code for code in ["nederlands", *CODES] if address(code) not in text_of(page)] == []
    assert words.count("De vertaling wordt nog nagekeken. Je krijgt het Nederlandse blad.") == 6
    assert '<bdi lang="prs" dir="rtl">دری</bdi>' in text_of(page)
    assert '<bdi lang="so" dir="ltr">Soomaali</bdi>' in text_of(page)


@pytest.mark.parametrize("code", CODES)
def test_unreviewed_translation_is_never_shown(client, code):
    page = client.get(address(code))

    words = words_of(page)
    assert page.status_code == 200
    assert "De vertaling in deze taal wordt nog nagekeken." in words
    assert "Jouw akkoord voor een gesprek met een CSO" in words
    for sheet in ConsentSheet.objects.filter(language=code):
        said = [sheet.title, *sheet.body.splitlines(), *sheet.words.splitlines()]
        assert [line for line in said if len(line) > 3 and line in words] == []


@pytest.mark.parametrize("code", CODES)
def test_reviewed_translation_stands_beside_the_dutch_with_its_language_and_direction(client, code):
    review(code)

    page = client.get(address(code))

    language = Language.objects.get(code=code)
    direction = "rtl" if language.tag in RIGHT_TO_LEFT else "ltr"
    sheet = ConsentSheet.objects.get(language=code, text__purpose="request")
    words, html = words_of(page), text_of(page)
    side = re.findall(r'<section class="sheet-side sheet-own" lang="([^"]+)" dir="(\w+)"', html)
    assert side == [(language.tag, direction)] * 2
    assert "nagekeken" not in words
    assert "Jouw akkoord voor een gesprek met een CSO" in words
    said = [line.removeprefix("- ") for line in sheet.body.splitlines() if line]
    assert [
        line for line in [sheet.title, *said, *sheet.words.splitlines()] if line not in words
    ] == []
    assert html.count("<h1>") == 1


def test_dutch_sheet_tells_where_to_stop_and_has_lines_to_fill_in(client):
    ServiceSettings.objects.update_or_create(pk=1, defaults={"contact_phone": "016 00 11 22"})
    forget_reference()

    words = words_of(client.get(address("nederlands")))

    assert "Je mag op elk moment stoppen. Zeg het aan je hulpverlener" in words
    assert "016 00 11 22 · ondersteuningvluchtelingen@ocmw-leuven.be" in words
    for line in ("Nummer van de aanvraag", "Datum", "Handtekening", "Naam van de hulpverlener"):
        assert line in words
    assert "Mogen we van dit gesprek leren?" in words
    assert "Ja Nee" in words


def test_what_a_sheet_says_is_text_and_nothing_else(client):
    review("dari")
    ConsentSheet.objects.filter(language="dari").update(
        title="<b>titel</b>", body="<script>x</script>\n\n- <i>punt</i>", words="<u>w</u>"
    )

    html = text_of(client.get(address()))

    assert "&lt;b&gt;titel&lt;/b&gt;" in html
    assert re.findall(r"<b>titel|<script>x|<i>punt|<u>w", html) == []


@pytest.mark.parametrize("code", ["klingon", "extra", "somali"])
def test_language_without_a_sheet_is_not_found(client, code):
    Language.objects.create(code="extra", name="Zonder code")
    Language.objects.filter(code="somali").update(active=False)

    assert client.get(address(code)).status_code == 404


@pytest.mark.parametrize("name", ["consent_sheets", "consent_sheet"])
def test_sheets_are_only_looked_at(client, name):
    arguments = ["dari"] if name == "consent_sheet" else []

    assert client.post(reverse(name, args=arguments)).status_code == 405


@pytest.mark.parametrize("more", [0, 20])
def test_sheets_cost_the_same_few_statements(client, more, django_assert_max_num_queries):
    for number in range(more):
        Language.objects.create(code=f"taal-{number}", name=f"Taal {number}", tag="fr")
    client.get(address())

    with django_assert_max_num_queries(2):
        client.get(reverse("consent_sheets"))
    with django_assert_max_num_queries(2):
        client.get(address())
