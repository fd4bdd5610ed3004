"""The pages that tell something, and the names under the organisation field."""

from datetime import date

import pytest

from requests_app.models import Language, OrganisationType, ServiceSettings
from requests_app.selectors import forget_reference
from tests.factories import make_organisation
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db

NAMES = "/aanvragen/organisaties/"


def test_home_lists_what_the_tables_hold(client):
    page = client.get("/")

    words = words_of(page)
    assert page.status_code == 200
    assert [
        name for name in Language.objects.values_list("name", flat=True) if name not in words
    ] == []
    kinds = OrganisationType.objects.values_list("name", flat=True)
    assert [name for name in kinds if name not in words] == []
    assert "Je krijgt antwoord binnen 7 dagen" in words
    assert "minstens 7 dagen op voorhand" in words
    assert "De eerste 3 gesprekken gratis" in words
    assert "Sociaal tolken, Agentschap Integratie en Inburgering" in words


def test_home_follows_the_settings(client):
    ServiceSettings.objects.update_or_create(
        pk=1, defaults={"lead_days": 10, "contact_email": "hulp@stad.voorbeeld.be"}
    )
    Language.objects.filter(code="dari").update(active=False)
    forget_reference()

    page = client.get("/")

    assert "minstens 10 dagen op voorhand" in words_of(page)
    assert "mailto:hulp@stad.voorbeeld.be" in text_of(page)
    assert "Dari" not in words_of(page)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/privacy/", "Privacy"),
        ("/toegankelijkheid/", "Toegankelijkheid"),
        ("/melding/", "Iets fout of onduidelijk? Meld het ons"),
    ],
)
def test_statement_pages_show_the_address_of_the_service(client, path, title):
    page = client.get(path)

    assert page.status_code == 200
    assert f"<h1>{title}</h1>" in text_of(page)
    assert "ondersteuningvluchtelingen@ocmw-leuven.be" in words_of(page)


@pytest.mark.parametrize("path", ["/", "/privacy/", "/toegankelijkheid/", NAMES])
def test_pages_that_tell_take_no_posting(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("fic", ["School De Fictie", "Fictiehuis"]),
        ("DE  fictie", ["School De Fictie"]),
        ("f", []),
        ("", []),
        ("%", []),
        ("__", []),
        ("verborgen", []),
        ("\x00fictie\u202e", ["School De Fictie", "Fictiehuis"]),
        ("x" * 5000, []),
    ],
)
def test_names_of_checked_organisations_are_suggested(client, part, names):
    make_organisation("School De Fictie", checked_on=date(2026, 1, 1))
    make_organisation("Fictiehuis", checked_on=date(2026, 1, 1))
    make_organisation("Verborgen fictie")

    answer = client.get(NAMES, {"q": part})

    assert answer.json() == {"names": sorted(names)}
    assert answer["Cache-Control"] == "max-age=300, private"


def test_at_most_eight_names_are_suggested(client):
    for number in range(12):
        make_organisation(f"School {number:02}", checked_on=date(2026, 1, 1))

    assert client.get(NAMES, {"q": "school"}).json()["names"] == [
        f"School {number:02}" for number in range(8)
    ]
