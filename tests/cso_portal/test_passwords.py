import re

import pytest
from django.utils.html import strip_tags

from cso_portal.passwords import LongEnough
from tests.cso_portal.staff import PASSWORD, make_staff

CHANGE = "/beheer/password_change/"
NEW = "vier-blauwe-fietsen"


@pytest.fixture
def staff(client, db):
    user = make_staff()
    client.force_login(user)
    return user


def change(client, old=PASSWORD, new=NEW, again=NEW):
    fields = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(CHANGE, fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"old": "mis"}, {"old_password": ["Dit is niet het wachtwoord dat je nu hebt."]}),
        ({"again": "x"}, {"new_password2": ["De twee nieuwe wachtwoorden zijn niet gelijk."]}),
        (
            {"new": "kort-woord1", "again": "kort-woord1"},
            {"new_password2": ["Dit wachtwoord is te kort. Neem minstens 12 tekens."]},
        ),
    ],
)
def test_what_is_wrong_is_said_and_the_password_stays(client, staff, fields, expected):
    response = change(client, **fields)

    assert response.context["form"].errors == expected
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_the_password_changes_and_who_did_it_stays_logged_in(client, staff):
    response = change(client)

    assert response.url == "/beheer/password_change/done/"
    assert "<h1>Je wachtwoord is gewijzigd</h1>" in client.get(response.url).text
    staff.refresh_from_db()
    assert staff.check_password(NEW)


def test_the_pages_say_je_and_never_u(client, staff):
    pages = [client.get(CHANGE).text, change(client, old="mis").text]
    pages.append(client.post("/beheer/logout/").text)

    assert "<h1>Je bent afgemeld</h1>" in pages[-1]
    assert re.findall(r"\b[Uu]w?\b", " ".join(map(strip_tags, pages))) == []


def test_the_rule_for_the_length_is_told_in_dutch():
    assert LongEnough(12).get_help_text() == "Het wachtwoord telt minstens 12 tekens."
