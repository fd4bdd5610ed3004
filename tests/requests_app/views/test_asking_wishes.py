"""What the form asks about the CSO, the place and further talks: stored, forgotten or refused."""

import pytest

from requests_app.models import ConsultRequest
from tests.requests_app.postings import (
    ADDRESS,
    NOTHING,
    WITH_CLIENT,
    WITHOUT_CLIENT,
    errors_of,
    rows,
    send,
    text_of,
    words_of,
)

pytestmark = pytest.mark.django_db

EVERY_PLACE = {
    "location_address": "Schoolstraat 1, 3000 Leuven",
    "location_directions": "Tweede bel, derde verdieping",
    "online_details": "https://teams.voorbeeld.be/kamer",
    "home_address": "Kanariestraat 5",
}


def stored() -> ConsultRequest:
    return ConsultRequest.objects.select_related("client").get()


# --- Wishes about who comes (F9) -----------------------------------------------------------------


def test_wishes_about_the_cso_are_stored(client):
    send(
        client,
        WITHOUT_CLIENT,
        supporter_gender="f",
        wished_supporter="Selam",
        avoided_supporter="Farid",
    )

    request = ConsultRequest.objects.get()
    wishes = (request.supporter_gender, request.wished_supporter, request.avoided_supporter)
    assert wishes == ("f", "Selam", "Farid")


def test_wishes_are_optional_and_stand_closed_until_there_is_one(client):
    assert '<details class="extra">\n  <summary>Wensen' in text_of(client.get(ADDRESS))

    page = send(client, WITHOUT_CLIENT, language="", wished_supporter="Selam")

    assert '<details class="extra" open>\n  <summary>Wensen' in text_of(page)
    assert 'value="Selam"' in text_of(page)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("supporter_gender", "q", "Kies een van de mogelijkheden."),
        (
            "avoided_supporter",
            "x" * 81,
            "Dit is te lang: schrijf ten hoogste 80 tekens (nu zijn het er 81).",
        ),
        (
            "location_directions",
            "x" * 301,
            "Dit is te lang: schrijf ten hoogste 300 tekens (nu zijn het er 301).",
        ),
        ("series_count", "0", "Kies een van de mogelijkheden."),
        ("series_count", "11", "Kies een van de mogelijkheden."),
        ("series_count", "veel", "Kies een van de mogelijkheden."),
    ],
)
def test_bad_answer_is_told_beside_its_field_and_stores_nothing(client, field, value, message):
    page = send(client, WITHOUT_CLIENT, **{field: value})

    assert errors_of(page) == [message]
    assert f'id="id_{field}_error"' in text_of(page)
    assert rows() == NOTHING


def test_group_of_wishes_opens_where_something_is_wrong_in_it(client):
    page = send(client, WITHOUT_CLIENT, supporter_gender="q")

    assert '<details class="extra" open>\n  <summary>Wensen' in text_of(page)


# --- Places (F10) --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "address", "directions", "home"),
    [
        ("organisation", "Schoolstraat 1, 3000 Leuven", "Tweede bel, derde verdieping", ""),
        ("home", "", "", "Kanariestraat 5"),
        ("ocmw", "", "", ""),
        ("online", "https://teams.voorbeeld.be/kamer", "", ""),
    ],
)
def test_each_place_keeps_its_own_answers_and_forgets_the_others(
    client, kind, address, directions, home
):
    page = send(client, WITH_CLIENT, location_kind=kind, **EVERY_PLACE)

    assert page.status_code == 302, errors_of(page)
    request = stored()
    assert (request.location_address, request.location_directions) == (address, directions)
    assert request.client.home_address == home


@pytest.mark.parametrize("kind", ["ocmw", "online"])
def test_place_without_an_address_is_taken(client, kind):
    page = send(client, WITHOUT_CLIENT, location_kind=kind, location_address="")

    assert page.status_code == 302, errors_of(page)
    assert stored().location_address == ""


def test_what_belongs_to_another_place_is_not_judged(client):
    page = send(
        client,
        WITHOUT_CLIENT,
        location_kind="ocmw",
        location_address="x" * 600,
        location_directions="x" * 600,
        online_details="x" * 600,
        home_address="x" * 600,
    )

    assert page.status_code == 302, errors_of(page)


def test_form_names_the_address_of_the_ocmw(client):
    assert "Bij het OCMW: Andreas Vesaliusstraat 47, 3000 Leuven." in words_of(client.get(ADDRESS))


# --- Further talks (F13) -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "rhythm", "kept"),
    [
        ("1", "weekly", (1, "", "")),
        (None, "weekly", (1, "", "")),
        ("4", "fortnightly", (4, "fortnightly", "4 gesprekken, om de twee weken")),
        ("10", "", (10, "", "10 gesprekken, hoe vaak spreken we nog af")),
    ],
)
def test_number_and_rhythm_of_further_talks(client, count, rhythm, kept):
    page = send(client, WITHOUT_CLIENT, series_count=count, series_rhythm=rhythm)

    assert page.status_code == 302, errors_of(page)
    request = ConsultRequest.objects.get()
    assert (request.series_count, request.series_rhythm, request.series_in_words) == kept


def test_requester_sees_the_series_and_not_the_names_of_csos(client):
    page = send(client, WITHOUT_CLIENT, series_count="3", avoided_supporter="Kanarienaam")

    words = words_of(client.get(page["Location"].partition("bedankt/")[0]))
    assert "3 gesprekken, hoe vaak spreken we nog af. We plannen ze een voor een." in words
    assert "Wensen over de CSO ●● (beveiligd)" in words
    assert "Kanarienaam" not in words


# --- What it costs, and who gets a mail (F11, N2, M10) -------------------------------------------


def test_form_says_who_gets_which_mail(client):
    words = words_of(client.get(ADDRESS))

    assert "Jij : meteen een kopie, zonder de gegevens van je cliënt." in words
    assert "Je cliënt : krijgt van ons geen mail." in words
