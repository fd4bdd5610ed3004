"""The words on the site in the admin: who may, what is refused, how it looks, and back again."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from time_machine import travel

from requests_app.models import SiteText
from requests_app.selectors import forget_reference
from tests.factories import NOW, make_user
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db

ADD = "/beheer/requests_app/sitetext/add/"
PREVIEW = "/beheer/requests_app/sitetext/voorbeeld/"
CHANGE = "/beheer/requests_app/sitetext/home_what/change/"


@pytest.fixture
def coordinator(client):
    client.force_login(make_user("samira", group="coördinator"))
    return client


def write(client, body, place="home_what"):
    with travel(NOW, tick=False):
        return client.post(ADD, {"place": place, "body": body, "_save": "1"})


def test_only_the_coordinator_writes(client):
    for role in ("coach", "finance"):
        client.force_login(make_user(role, group=role))
        pages = [client.get(ADD), write(client, "x"), client.post(PREVIEW, {"body": "x"})]
        assert [page.status_code for page in pages] == [403, 403, 403]
    assert SiteText.objects.count() == 0


def test_words_replace_those_of_the_place_at_once_and_go_back(coordinator):
    assert "mee in gesprek gaan" in words_of(coordinator.get("/"))

    answer = write(coordinator, "Een **nieuwe** tekst.")

    kept = SiteText.objects.get()
    assert answer.status_code == 302
    assert (kept.place, kept.body, kept.updated_at) == ("home_what", "Een **nieuwe** tekst.", NOW)
    assert kept.updated_by.username == "samira"
    home = coordinator.get("/")
    assert "<p>Een <strong>nieuwe</strong> tekst.</p>" in text_of(home)
    assert "mee in gesprek gaan" not in words_of(home)
    assert "Een CSO is meer dan een tolk." in words_of(home)

    change = coordinator.get(CHANGE)
    assert "Terug naar de gewone tekst" in words_of(change)
    assert "samira" in words_of(change)
    coordinator.post(
        reverse("admin:requests_app_sitetext_delete", args=["home_what"]), {"post": "yes"}
    )

    assert "mee in gesprek gaan" in words_of(coordinator.get("/"))
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("place", "path"), [("privacy", "/privacy/"), ("accessibility", "/toegankelijkheid/")]
)
def test_statement_keeps_one_heading_and_its_parts(coordinator, place, path):
    write(coordinator, "# Vooraf\n\nIets.\n\n## Deel\n\nMail {e-mail}.", place=place)

    page = text_of(coordinator.get(path))

    assert page.count("<h1>") == 1
    assert f'<h2 id="{place}-1">Vooraf</h2>' in page
    assert "<h3>Deel</h3>" in page
    assert "Laatst veranderd op 20 november 2026." in page
    assert "mailto:ondersteuningvluchtelingen@ocmw-leuven.be" in page


def test_every_place_can_have_words_and_then_no_more_are_added(coordinator):
    for place, _ in SiteText._meta.get_field("place").choices:
        assert write(coordinator, "Eigen woorden.", place=place).status_code == 302

    assert text_of(coordinator.get("/")).count("Eigen woorden.") == 5
    assert coordinator.get(ADD).status_code == 403


def test_place_that_has_words_is_not_offered_again(coordinator):
    write(coordinator, "x")

    page = text_of(coordinator.get(ADD))

    assert 'value="home_what"' not in page
    assert 'value="home_after"' in page
    assert write(coordinator, "y").status_code == 200
    assert SiteText.objects.get().body == "x"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("Kost {prijs} euro.", "Dit kennen we niet: {prijs}. Je kan schrijven: {dienst},"),
        ("Bel {telefoon}.", "Dit kennen we niet: {telefoon}."),
        ("x" * 20_001, "20000"),
        ("", "verplicht"),
    ],
)
def test_text_that_cannot_be_shown_is_refused_beside_the_field(coordinator, body, error):
    page = write(coordinator, body)

    assert page.status_code == 200
    assert error in words_of(page)
    assert SiteText.objects.count() == 0


def test_characters_that_nobody_sees_are_dropped(coordinator):
    write(coordinator, "Een\u202e tekst\u2066.")

    assert SiteText.objects.get().body == "Een tekst."


def test_preview_shows_the_words_and_keeps_nothing(coordinator):
    page = coordinator.post(
        PREVIEW, {"place": "privacy", "body": "# Kop\n\n<script>x</script> {dienst}"}
    )

    assert '<h2 id="privacy-1">Kop</h2>' in text_of(page)
    assert "&lt;script&gt;x&lt;/script&gt; OCMW Leuven" in text_of(page)
    assert text_of(page).count("<h1>") == 1
    assert SiteText.objects.count() == 0
    forget_reference()
    assert "Voorbeeld: Privacyverklaring" in words_of(page)


def test_preview_of_a_text_that_is_there_and_of_a_wrong_one(coordinator):
    write(coordinator, "x")

    good = coordinator.post(f"{PREVIEW}?plaats=home_what", {"body": "Nieuw."})
    wrong = coordinator.post(PREVIEW, {"place": "verzonnen", "body": "{prijs}"})

    assert "<p>Nieuw.</p>" in text_of(good)
    assert "Dit kennen we niet: {prijs}." in words_of(wrong)
    assert SiteText.objects.get().body == "x"
    assert coordinator.get(PREVIEW).status_code == 403


def test_page_shows_the_facts_and_the_built_in_words(coordinator):
    page = words_of(coordinator.get(ADD))

    assert "{antwoordtermijn} 7" in page
    assert "Startpagina: wat doet een CSO? Een CSO heeft zelf een migratieachtergrond" in page
