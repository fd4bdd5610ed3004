"""Who never comes in by a code, and how far a session made by one reaches."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from cso_portal.code_login import NO_LONGER
from requests_app.models import LoginMail
from requests_app.services.accounts import end_contact
from tests.cso_portal.mailed_codes import (
    EMAIL,
    LOGIN,
    MINE,
    ask,
    enter,
    is_in,
    log_in,
    mailed_code,
    notices,
    sent,
)
from tests.cso_portal.staff import INDEX, NOON, PASSWORD, make_staff
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_superuser": True}])
def test_staff_never_get_a_code_not_even_as_contact_person(client, fields):
    contact = make_contact()
    User.objects.filter(pk=contact.user_id).update(**fields)

    ask(client)

    assert sent() == []
    assert LoginMail.objects.get().code == ""
    enter(client, "")
    assert not is_in(client)


def test_an_address_that_staff_use_too_opens_nothing(client):
    make_contact()
    make_staff("lies", email=EMAIL)

    ask(client)

    assert sent() == []


@pytest.mark.parametrize("is_superuser", [True, False])
@pytest.mark.parametrize("two_steps", [True, False])
def test_a_session_of_a_code_never_reaches_the_staff_site(
    client, settings, is_superuser, two_steps
):
    settings.STAFF_MFA_REQUIRED = two_steps
    contact = make_contact()
    log_in(client)
    assert client.get(INDEX).status_code == 302

    User.objects.filter(pk=contact.user_id).update(is_staff=True, is_superuser=is_superuser)

    assert client.get(INDEX).status_code == 302
    assert client.get(MINE).url.startswith(LOGIN)


def test_who_became_staff_between_code_and_login_does_not_come_in(client):
    contact = make_contact()
    ask(client)
    code = mailed_code()
    User.objects.filter(pk=contact.user_id).update(is_staff=True)

    response = enter(client, code)

    assert response.url == LOGIN
    assert notices(client.get(LOGIN)) == [NO_LONGER]
    assert not is_in(client)


def test_a_session_of_who_is_stopped_dies_at_once_and_for_good(client):
    contact = make_contact()
    log_in(client)

    end_contact(contact.pk, now=timezone.now())
    assert client.get(MINE).url == f"{LOGIN}?next={MINE}"

    make_contact(asked_at=timezone.now())
    assert client.get(MINE).status_code == 302


def test_a_code_of_who_is_stopped_meanwhile_opens_nothing(client):
    contact = make_contact()
    ask(client)
    code = mailed_code()
    end_contact(contact.pk, now=timezone.now())

    assert enter(client, code).url == LOGIN
    assert not is_in(client)


def test_the_staff_form_does_not_take_an_address_and_a_password(client):
    make_staff("lies", email="coach@ocmw.voorbeeld.be")

    client.post("/beheer/login/", {"username": "coach@ocmw.voorbeeld.be", "password": PASSWORD})

    assert not is_in(client)


def test_the_session_key_is_new_after_the_login_and_nothing_of_the_code_stays(client):
    make_contact()
    ask(client)
    before = client.session.session_key
    code = mailed_code().replace(" ", "")
    kept = str(dict(client.session))
    enter(client, code)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert "account_login" not in client.session
    assert code not in kept
    assert code not in str(dict(client.session))


def test_the_session_ends_like_that_of_staff(client, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    make_contact()
    log_in(client)

    time_machine.move_to(start + timedelta(minutes=29), tick=False)
    assert client.get(MINE).status_code == 200
    time_machine.move_to(start + timedelta(minutes=60), tick=False)
    assert client.get(MINE).status_code == 302


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/mijn/facturen/", "/mijn/facturen/"),
        ("/mijn/?pagina=2", "/mijn/?pagina=2"),
        ("https://elders.voorbeeld.be/", MINE),
        ("//elders.voorbeeld.be/", MINE),
        ("http://testserver/mijn/facturen/", MINE),
        ("javascript:alert(1)", MINE),
        ("/beheer/", MINE),
        ("", MINE),
    ],
)
def test_after_the_login_only_to_a_page_of_ours(client, asked, goes):
    make_contact()
    response = ask(client, next=asked)
    code = mailed_code()

    assert client.post(response.url, {"code": code}).url == goes
