"""How often a code may be asked and guessed."""

import pytest
from django.test import Client

from cso_portal import code_forms
from cso_portal.code_login import TOO_MANY, WRONG
from requests_app.models import LoginMail
from tests.cso_portal.mailed_codes import (
    EMAIL,
    LOGIN,
    ask,
    enter,
    is_in,
    mailed_code,
    notices,
    other,
)
from tests.cso_portal.staff import NOON
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client):
    make_contact()
    ask(client)
    code = mailed_code()
    answers = [enter(client, other(code)) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert answers[0].context["form"].errors["code"] == [WRONG]
    assert enter(client, code).url == LOGIN
    assert not is_in(client)
    assert TOO_MANY in notices(client.get(LOGIN))


def test_guesses_count_per_address_whatever_the_session_says(client, settings):
    make_contact()
    ask(client)
    code = mailed_code()
    waiting = dict(client.session)
    for _ in range(20):
        session = client.session
        session.update(waiting)
        session.save()
        enter(client, other(code))
    session = client.session
    session.update(waiting)
    session.save()

    response = enter(client, code)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert response.context["form"].errors["code"][0].startswith("De code was te vaak fout. Wacht")
    assert not is_in(client)


def test_of_many_askings_for_one_address_five_count_in_a_quarter(client):
    make_contact()
    answers = [ask(client) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Er is te vaak een code gevraagd." in answers[-1].text
    assert EMAIL in answers[-1].text
    assert LoginMail.objects.count() == 5


def test_of_many_askings_from_one_network_sixty_count(client, monkeypatch):
    monkeypatch.setattr(code_forms, "PER_NETWORK", code_forms.Limit("test", 3, 900))
    answers = [ask(client, f"persoon{number}@elders.be") for number in range(4)]

    assert [answer.status_code for answer in answers] == [302] * 3 + [429]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Vul je e-mailadres in."),
        ("noor", "Schrijf een e-mailadres zoals naam@organisatie.be."),
        ("noor@s\u212aool.voorbeeld.be", "Schrijf een e-mailadres zoals naam@organisatie.be."),
        ("n\u00f6or@school.voorbeeld.be", "Schrijf een e-mailadres zoals naam@organisatie.be."),
    ],
)
def test_an_address_that_cannot_be_is_said_so(client, email, message):
    response = ask(client, email)

    assert response.context["form"].errors["email"] == [message]
    assert "<title>Fout: Inloggen" in response.text
    assert not LoginMail.objects.exists()


def test_no_code_typed_is_said_so(client):
    make_contact()
    ask(client)

    assert enter(client, "").context["form"].errors["code"] == ["Typ de code uit de mail."]


def test_two_postings_at_once_come_in_once(client):
    """The place for a code that is right is taken before the login, so that it is taken once."""
    make_contact()
    ask(client)
    code = mailed_code()
    waiting = dict(client.session)
    enter(client, code)
    late = Client()
    session = late.session
    session.update({key: waiting[key] for key in waiting if key.startswith("account_login")})
    session.save()

    response = enter(late, code)

    assert response.context["form"].errors["code"] == [code_forms.USED]
    assert not is_in(late)
