import base64
import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client

from cso_portal import second_factor
from tests.cso_portal.staff import (
    INDEX,
    LOGIN,
    MANAGE,
    NOON,
    SET_UP,
    STEP,
    app_code,
    enrol,
    give_code,
    give_password,
    make_staff,
    pass_both_steps,
)

pytestmark = pytest.mark.django_db
WRONG = (
    "Deze code klopt niet. Gebruik de code die nu in je app staat. Elke code werkt maar één keer."
)


@pytest.fixture(autouse=True)
def _two_steps(settings, time_machine):
    settings.STAFF_MFA_REQUIRED = True
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def codes(staff):
    """The recovery codes of a member of staff whose app is set up."""
    return enrol(staff)


def errors(response):
    return response.context["form"].errors.get("code", [])


def shown_secret(response):
    return re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', response.text)[1].replace(" ", "")


def shown_codes(response):
    return re.findall(r"<li><code>(\d{4} \d{4})</code></li>", response.text)


def is_in(client):
    return client.get(INDEX).status_code == 200


# --- The code after the password ---


def test_password_and_code_open_the_page_that_was_asked_for(client, codes):
    asked = "/beheer/auth/user/"
    login = client.get(asked).url
    assert login == f"{LOGIN}?next={asked}"

    assert client.post(login, {"username": "coach", "password": "mis"}).status_code == 200
    response = give_password(client, next=asked)
    assert (response.status_code, response.url) == (302, STEP)
    assert client.get(STEP).status_code == 200
    response = give_code(client, app_code())

    assert (response.status_code, response.url) == (302, asked)
    assert client.get(asked).status_code == 200
    assert client.get(LOGIN).url == INDEX


def test_the_session_gets_a_new_key_at_each_step(client, codes):
    client.get(LOGIN)
    give_password(client)
    first = client.session.session_key
    give_code(client, app_code())

    assert first != client.session.session_key
    assert Session.objects.count() == 1


def test_a_wrong_code_is_refused(client, codes):
    give_password(client)

    response = give_code(client, "000000")

    assert (response.status_code, errors(response)) == (200, [WRONG])
    assert not is_in(client)


def test_a_code_somebody_else_just_used_is_refused(client, codes):
    pass_both_steps(client)
    thief = Client()
    give_password(thief)

    assert errors(give_code(thief, app_code())) == [WRONG]
    assert not is_in(thief)


def test_a_recovery_code_works_once_and_says_how_many_are_left(client, codes):
    give_password(client)
    response = give_code(client, codes[3])
    assert response.url == INDEX
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "Je hebt een herstelcode gebruikt. Je hebt er nog 9."
        " Is je telefoon weg? Stel dan bij Tweede stap een andere in."
    ]

    again = Client()
    give_password(again)

    assert errors(give_code(again, codes[3])) == [WRONG]
    assert not is_in(again)


def test_begin_again_forgets_the_password_step(client, codes):
    give_password(client)

    assert client.post(STEP, {"stop": "1", "code": app_code()}).url == LOGIN

    assert client.get(STEP).url == LOGIN
    assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize("address", [STEP, SET_UP])
def test_without_the_password_there_is_no_second_step(client, codes, address):
    assert client.get(address).url == LOGIN
    assert client.post(address, {"code": app_code()}).url == LOGIN
    assert not is_in(client)


@pytest.mark.parametrize("address", [STEP, SET_UP, MANAGE])
def test_where_one_step_is_enough_the_pages_are_not_there(client, settings, staff, address):
    settings.STAFF_MFA_REQUIRED = False
    give_password(client)

    assert client.get(address).status_code == 404
    assert "Tweede stap" not in client.get(INDEX).text


@pytest.mark.parametrize("address", [STEP, SET_UP])
def test_the_pages_are_kept_nowhere_and_refuse_other_sites(staff, address):
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    give_password(client, csrfmiddlewaretoken=token)
    if address == STEP:
        enrol(staff)

    assert "no-store" in client.get(address).headers["Cache-Control"]
    assert client.post(address, {"code": app_code()}).status_code == 403
    assert client.put(address).status_code in {403, 405}


def test_a_secret_that_cannot_be_read_is_a_sentence_and_no_breakdown(client, codes, settings):
    give_password(client)
    settings.FIELD_KEYS = "t9:CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="

    assert errors(give_code(client, app_code())) == [
        "We kunnen je tweede stap niet lezen. Vraag een beheerder om hem opnieuw in te stellen."
    ]


# --- Setting up ---


def test_first_login_sets_the_app_up_and_shows_the_recovery_codes_once(client, staff):
    assert give_password(client, next="/beheer/auth/user/").url == STEP
    assert client.get(STEP).url == SET_UP
    page = client.get(SET_UP)
    secret = shown_secret(page)
    assert shown_secret(client.get(SET_UP)) == secret

    response = client.post(SET_UP, {"code": app_code(secret=secret)})

    codes = shown_codes(response)
    assert len(set(codes)) == 10
    assert 'href="/beheer/auth/user/"' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert is_in(client)
    assert client.get(SET_UP).url == LOGIN
    assert shown_codes(client.get(MANAGE)) == []

    elsewhere = Client()
    give_password(elsewhere)
    assert elsewhere.get(SET_UP).url == STEP
    assert give_code(elsewhere, codes[0]).url == INDEX


def test_the_picture_is_the_address_for_the_app(client, staff, monkeypatch):
    drawn = []
    make = second_factor.app_address
    monkeypatch.setattr(
        second_factor, "app_address", lambda *a: drawn.append(make(*a)) or drawn[-1]
    )
    give_password(client)

    page = client.get(SET_UP)

    source = re.search(r'<img class="qr" src="([^"]+)"', page.text)[1]
    assert source.startswith("data:image/svg+xml")
    assert "<svg" in unquote(source)
    assert drawn == [f"otpauth://totp/coach?secret={shown_secret(page)}&issuer=CSO-portaal"]
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]


def test_a_wrong_first_code_sets_nothing_up(client, staff):
    give_password(client)
    secret = shown_secret(client.get(SET_UP))

    response = client.post(SET_UP, {"code": "000000"})

    assert errors(response) == [WRONG]
    assert shown_secret(response) == secret
    assert not Authenticator.objects.exists()
    assert not is_in(client)


def test_whoever_has_only_the_password_cannot_put_another_app_in_place(client, codes):
    give_password(client)
    before = list(Authenticator.objects.order_by("pk").values_list("pk", "data"))

    assert client.get(SET_UP).url == STEP
    assert client.post(SET_UP, {"code": app_code()}).url == STEP

    assert list(Authenticator.objects.order_by("pk").values_list("pk", "data")) == before


def test_an_app_set_up_in_another_window_meanwhile_wins(client, staff, monkeypatch):
    give_password(client)
    secret = shown_secret(client.get(SET_UP))
    enrol(staff)
    monkeypatch.setattr(second_factor, "has_factor", lambda user: False)
    answers = iter([False, True])
    monkeypatch.setattr(second_factor, "has_factor", lambda user: next(answers))

    assert client.post(SET_UP, {"code": app_code(secret=secret)}).url == STEP
    assert "_auth_user_id" not in client.session


def test_the_waiting_session_holds_no_readable_secret(client, staff):
    give_password(client)
    secret = shown_secret(client.get(SET_UP))

    stored = Session.objects.get().session_data
    payload = stored.split(":")[0].lstrip(".")
    assert secret not in stored
    assert secret.encode() not in base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert client.session["second_factor_secret"].startswith("v1:t2:")


# --- Afterwards ---


def test_fresh_recovery_codes_take_a_code_first(client, codes):
    pass_both_steps(client)
    assert "Je hebt nog 10 herstelcodes." in client.get(MANAGE).text

    assert errors(client.post(MANAGE, {"code": "000000", "codes": "1"})) == [WRONG]
    response = client.post(MANAGE, {"code": codes[0], "codes": "1"})

    fresh = shown_codes(response)
    assert len(set(fresh)) == 10
    assert {code.replace(" ", "") for code in fresh}.isdisjoint(codes)


def test_another_telephone_takes_a_code_first_and_ends_the_old_one(client, codes, time_machine):
    pass_both_steps(client)
    assert client.get(SET_UP).url == LOGIN

    assert client.post(MANAGE, {"code": codes[0], "telephone": "1"}).url == SET_UP
    secret = shown_secret(client.get(SET_UP))
    assert len(shown_codes(client.post(SET_UP, {"code": app_code(secret=secret)}))) == 10

    assert is_in(client)
    assert client.get(SET_UP).url == LOGIN
    time_machine.shift(60)
    elsewhere = Client()
    give_password(elsewhere)
    assert errors(give_code(elsewhere, app_code())) == [WRONG]
    assert errors(give_code(elsewhere, codes[1])) == [WRONG]
    assert give_code(elsewhere, app_code(secret=secret)).url == INDEX


def test_the_leave_to_change_telephones_lasts_ten_minutes(client, codes, time_machine):
    pass_both_steps(client)
    client.post(MANAGE, {"code": codes[0], "telephone": "1"})

    time_machine.shift(10 * 60)

    assert client.get(SET_UP).url == LOGIN


def test_the_page_to_manage_is_linked_for_staff(client, codes):
    pass_both_steps(client)

    assert f'<a href="{MANAGE}">Tweede stap</a>' in client.get(INDEX).text
