"""From the page to the mail and back: logging in by a code, and out by a button."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from cso_portal.code_login import NO_LONGER
from outbox.models import OutgoingMail
from outbox.states import State
from requests_app.models import LoginMail
from tests.cso_portal.mailed_codes import (
    ACCESS,
    CODE,
    EMAIL,
    LOGIN,
    MINE,
    OUT,
    ask,
    enter,
    is_in,
    log_in,
    mailed_code,
    notices,
    sent,
)
from tests.cso_portal.staff import NOON, make_staff
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_who_is_known_comes_in_by_the_code_of_the_mail(client):
    make_contact()

    assert ask(client).url == CODE
    page = client.get(CODE).text
    code = mailed_code()
    response = enter(client, code)

    assert f"Kennen we {EMAIL}?" in page
    assert mail.outbox[0].to == [EMAIL]
    assert code.replace(" ", "") not in mail.outbox[0].subject.replace(" ", "")
    assert (response.status_code, response.url) == (302, MINE)
    assert client.get(MINE).status_code == 200


@pytest.mark.parametrize("typed", ["{}", "{} ", "-{}-"])
def test_the_code_may_be_typed_with_or_without_spaces(client, typed):
    make_contact()
    ask(client)

    enter(client, typed.format(mailed_code().replace(" ", "")))

    assert is_in(client)


def test_capitals_in_the_address_do_not_matter_and_do_not_tell(client):
    make_contact()
    ask(client, " NOOR@School.Voorbeeld.BE ")

    assert f"Kennen we {EMAIL}?" in client.get(CODE).text
    enter(client, mailed_code())
    assert is_in(client)


def shape(client, email):
    """All that somebody sees who asks a code for an address, the address itself aside."""
    first = ask(client, email)
    page = client.get(first.url)
    second = enter(client, "12345678")
    texts = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        for text in (page.text, second.text)
    ]
    return [
        first.status_code,
        first.url,
        second.status_code,
        *(t.replace(email, "") for t in texts),
    ]


def test_for_everybody_the_same_pages():
    make_contact()
    make_staff("lies", email="coach@ocmw.voorbeeld.be")
    make_contact("gestopt@school.voorbeeld.be", ended_at=timezone.now())
    closed = make_contact("weg@school.voorbeeld.be")
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    addresses = [
        EMAIL,
        "niemand@elders.be",
        "coach@ocmw.voorbeeld.be",
        "gestopt@school.voorbeeld.be",
        "weg@school.voorbeeld.be",
    ]

    seen = [shape(Client(), address) for address in addresses]

    assert [each == seen[0] for each in seen] == [True] * 5
    assert [message.to for message in sent()] == [[EMAIL]]
    assert LoginMail.objects.count() == OutgoingMail.objects.count() == 5
    assert OutgoingMail.objects.filter(state=State.CANCELLED).count() == 4


def test_a_code_works_once(client):
    make_contact()
    ask(client)
    code = mailed_code()
    copied = Client()
    copied.cookies.update(client.cookies)
    enter(client, code)

    response = enter(copied, code)

    assert is_in(client)
    assert response.url == LOGIN


@pytest.mark.parametrize(("minutes", "works"), [(9, True), (11, False), (16, False)])
def test_a_code_works_for_ten_minutes(client, time_machine, minutes, works):
    start = timezone.now()
    make_contact()
    ask(client)
    code = mailed_code()

    time_machine.move_to(start + timedelta(minutes=minutes))
    response = enter(client, code)

    assert is_in(client) is works
    assert response.url == (MINE if works else LOGIN)
    if not works:
        assert notices(client.get(LOGIN)) == [NO_LONGER]


def test_a_new_code_makes_the_old_one_worthless(client):
    make_contact()
    ask(client)
    old = mailed_code()
    OutgoingMail.objects.all().delete()
    ask(client)
    new = mailed_code()

    enter(client, old)
    assert not is_in(client)
    enter(client, new)
    assert is_in(client)


def test_who_is_in_needs_no_code(client):
    make_contact()
    log_in(client)

    assert [client.get(path).url for path in (LOGIN, CODE, ACCESS)] == [MINE] * 3


def test_the_page_for_the_code_is_there_only_for_who_asked_one(client):
    assert client.get(CODE).url == LOGIN


def test_logging_out_is_a_button_and_no_link(client):
    make_contact()
    log_in(client)
    assert client.get(OUT).url == MINE
    assert is_in(client)

    response = client.post(OUT, follow=True)

    assert notices(response) == ["Je bent uitgelogd."]
    assert not is_in(client)
    assert client.get(MINE).status_code == 302


def test_no_english_is_left(client):
    make_contact()
    ask(client)
    texts = [client.get(LOGIN).text, client.get(CODE).text, client.get(ACCESS).text]
    texts += [enter(client, "1").text, ask(client, "x").text]

    assert [
        word
        for word in ("Please", "code has been", "Sign", "email address")
        for text in texts
        if word in text
    ] == []


@pytest.mark.parametrize("path", [LOGIN, ACCESS])
def test_an_anonymous_visit_makes_no_session(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert "session" not in "".join(response.cookies)
    assert not Session.objects.exists()
    assert "no-store" in response.headers["Cache-Control"]


def test_no_password_no_signup_no_address_of_allauths_own(client):
    for path in ("accounts/login/", "accounts/signup/", "mijn/wachtwoord/", "mijn/email/"):
        assert client.get(f"/{path}").status_code == 404
