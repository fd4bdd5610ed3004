"""Asking for access: the address is proven first, then a coach decides."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from requests_app.models import ContactPerson, LoginMail
from tests.cso_portal.mailed_codes import (
    ACCESS,
    CODE,
    EMAIL,
    enter,
    mailed_code,
    sent,
)
from tests.cso_portal.staff import NOON, make_staff
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


FIELDS = {
    "organisation_name": "De Fictie",
    "name": "Jan Nieuw",
    "function": "directeur",
    "phone": "016 12 34 56",
    "email": "Jan@Elders.be",
    "website": "",
}


def access(client, **fields):
    page = client.get(ACCESS)
    begun = re.search(r'name="begonnen" value="([^"]+)"', page.text).group(1)
    return client.post(ACCESS, {**FIELDS, "begonnen": begun, **fields})


@pytest.fixture
def _patient(monkeypatch):
    """Everybody took their time to fill in the form."""
    monkeypatch.setattr("requests_app.forms.guard.too_quick", lambda token: False)


@pytest.mark.usefixtures("_patient")
def test_who_asks_for_access_proves_the_address_and_waits(client):
    assert access(client).url == CODE
    contact = ContactPerson.objects.get()
    assert contact.user.email == "jan@elders.be"

    response = enter(client, mailed_code())
    page = client.get(response.url)

    assert "Een coach kijkt je toegang na." in page.text
    assert "De Fictie" in page.text
    [notice] = sent()
    assert notice.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert notice.subject == "Iemand vraagt toegang tot Mijn aanvragen"
    assert f"/beheer/requests_app/contactperson/{contact.pk}/beslissen/" in notice.body
    assert "Jan" not in notice.body


@pytest.mark.usefixtures("_patient")
def test_asking_for_access_looks_the_same_for_everybody():
    make_contact()
    make_staff("lies", email="coach@ocmw.voorbeeld.be")
    answers = []
    for email in (EMAIL, "coach@ocmw.voorbeeld.be", "niemand@elders.be"):
        client = Client()
        first = access(client, email=email)
        text = client.get(first.url).text.replace(email, "")
        answers.append((first.status_code, first.url, re.sub(r'value="\w{64}"', "", text)))

    assert answers[0] == answers[1] == answers[2]
    assert sorted(message.to[0] for message in sent()) == ["niemand@elders.be", EMAIL]
    assert ContactPerson.objects.count() == 2


@pytest.mark.usefixtures("_patient")
def test_a_stranger_changes_nothing_of_who_is_known(client):
    make_contact()

    access(client, email=EMAIL, name="Iemand anders", organisation_name="Elders")

    contact = ContactPerson.objects.get()
    assert (contact.name, contact.organisation.name) == ("Noor Voorbeeld", "Basisschool De Fictie")


@pytest.mark.usefixtures("_patient")
def test_nothing_typed_is_lost_when_something_is_missing(client):
    response = access(client, name="", phone="12")

    assert response.status_code == 200
    assert response.context["form"].errors == {
        "name": ["Vul je naam in."],
        "phone": ["Schrijf een telefoonnummer met 8 tot 15 cijfers, bijvoorbeeld 016 12 34 56."],
    }
    assert 'value="Jan@Elders.be"' in response.text
    assert not User.objects.exists()


@pytest.mark.usefixtures("_patient")
def test_of_many_askings_for_access_five_count_and_the_text_stays(client):
    answers = [access(client) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert 'value="De Fictie"' in answers[-1].text
    assert "Er is te vaak een code gevraagd." in answers[-1].text


def test_a_robot_is_stopped_and_the_text_stays(client):
    response = access(client)

    assert "Dat ging heel snel." in response.text
    assert 'value="De Fictie"' in response.text
    assert not LoginMail.objects.exists()
