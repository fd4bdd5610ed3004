import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from cso_portal.login import PER_ACCOUNT, PER_NETWORK, StaffLoginForm
from tests.cso_portal.staff import (
    INDEX,
    LOGIN,
    NOON,
    PASSWORD,
    STEP,
    app_code,
    enrol,
    give_code,
    give_password,
    make_staff,
)

pytestmark = pytest.mark.django_db
WAIT = "Er is te vaak geprobeerd om aan te melden. Wacht 5 minuten en probeer het dan opnieuw."


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def errors(response):
    return response.context["form"].non_field_errors()


def test_the_form_is_the_admins_own(client):
    html = client.get(LOGIN).text

    assert [f'name="{name}"' in html for name in ("username", "password", "next")] == [True] * 3
    assert "csrfmiddlewaretoken" in html


def test_with_one_step_the_password_is_enough_and_nothing_changes(client):
    make_staff()

    response = give_password(client, next="/beheer/auth/user/")

    assert (response.status_code, response.url) == (302, "/beheer/auth/user/")
    assert client.get(INDEX).status_code == 200
    assert client.get(LOGIN).url == INDEX


def test_never_to_another_site_after_the_login(client):
    make_staff()

    assert give_password(client, next="https://elders.voorbeeld.be/").url == INDEX


def test_a_wrong_password_says_the_same_for_whoever_it_is(client):
    make_staff()
    make_staff("weg", is_active=False)
    User.objects.create_user("gast", password=PASSWORD)

    answers = [
        give_password(client, "coach", "mis"),
        give_password(client, "niemand", "mis"),
        give_password(client, "weg"),
        give_password(client, "gast"),
    ]

    assert {(answer.status_code, *errors(answer)) for answer in answers} == {
        (200, *errors(answers[0]))
    }
    assert client.get(INDEX).status_code == 302


@pytest.mark.parametrize("username", ["coach", "niemand"])
def test_of_a_thousand_guesses_ten_count(rf, monkeypatch, username):
    looked = []
    monkeypatch.setattr(
        "django.contrib.auth.forms.authenticate", lambda *args, **fields: looked.append(fields)
    )
    request = rf.post(LOGIN)

    said = [
        StaffLoginForm(request, {"username": username, "password": f"gok-{n}"}).non_field_errors()
        for n in range(1000)
    ]

    assert len(looked) == PER_ACCOUNT.guesses == 10
    assert said[:10] == [said[0]] * 10 != [[WAIT]] * 10
    assert said[10:] == [[WAIT]] * 990


def test_too_many_guesses_are_answered_with_429_and_when_to_come_back(client):
    for n in range(PER_ACCOUNT.guesses):
        assert give_password(client, password=f"gok-{n}").status_code == 200

    response = give_password(client, password="gok")

    assert (response.status_code, errors(response)) == (429, [WAIT])
    assert response.headers["Retry-After"] == "300"
    assert WAIT in response.text


def test_the_right_password_is_not_looked_at_while_the_throttle_holds(client):
    make_staff()
    for n in range(PER_ACCOUNT.guesses):
        give_password(client, password=f"gok-{n}")

    assert errors(give_password(client)) == [WAIT]
    assert client.get(INDEX).status_code == 302


def test_the_throttle_lets_go_by_itself(client, time_machine):
    make_staff()
    for n in range(20):
        give_password(client, password=f"gok-{n}")
    assert give_password(client).status_code == 429

    time_machine.shift(5 * 60)

    assert give_password(client).url == INDEX


def test_an_empty_field_is_no_guess(client):
    make_staff()
    answers = [give_password(client, password="") for _ in range(15)]

    assert {answer.status_code for answer in answers} == {200}
    assert give_password(client).url == INDEX


def test_other_spellings_of_a_name_share_its_guesses(client):
    for name in ["Coach", "COACH", "coach", "cOACH", "coacH"] * 2:
        give_password(client, name, "mis")

    assert give_password(client, "coach", "mis").status_code == 429


def test_a_right_password_gives_the_guesses_back(client):
    make_staff()
    for _ in range(3):
        for n in range(9):
            assert give_password(client, password=f"gok-{n}").status_code == 200
        assert give_password(client).url == INDEX


def test_one_network_guessing_at_many_accounts_is_stopped_and_others_are_not(client):
    make_staff()
    answers = [give_password(client, f"naam-{n}", "mis").status_code for n in range(120)]

    assert answers == [200] * PER_NETWORK.guesses + [429] * 20
    assert give_password(client).status_code == 429
    assert give_password(Client(REMOTE_ADDR="10.9.8.7")).url == INDEX


def test_logins_that_succeed_take_nothing_from_the_network(client):
    make_staff()

    assert {give_password(client).status_code for _ in range(PER_NETWORK.guesses + 5)} == {302}


def test_without_the_throttle_guesses_are_not_counted(client, settings):
    settings.THROTTLE = False
    make_staff()

    assert {give_password(client, password="mis").status_code for _ in range(15)} == {200}
    assert give_password(client).url == INDEX


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(client, monkeypatch):
    make_staff()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )

    def cost(name):
        hashed.clear()
        give_password(client, name, "mis")
        return len(hashed)

    assert cost("coach") == cost("niemand") > 0


# --- Two steps ---


@pytest.fixture
def staff(settings):
    settings.STAFF_MFA_REQUIRED = True
    user = make_staff()
    enrol(user)
    return user


def admin_addresses():
    """Every address under /beheer/ without parameters, and one object of each model."""
    resolver = next(
        r for r in get_resolver().url_patterns if getattr(r, "namespace", "") == "admin"
    )

    def walk(patterns, prefix):
        for entry in patterns:
            text = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                yield from walk(entry.url_patterns, text)
            else:
                yield text

    for text in walk(resolver.url_patterns, "/beheer/"):
        filled = text.replace("<path:object_id>", "1").replace("<id>", "1")
        if "<" not in filled and "(" not in filled:
            yield filled


OPEN = {LOGIN, STEP, "/beheer/tweede-stap/instellen/", "/beheer/logout/"}


def test_until_the_code_every_address_of_the_admin_leads_to_the_second_step(client, staff):
    give_password(client)
    closed = sorted(set(admin_addresses()) - OPEN)
    assert len(closed) > 25

    for address in closed:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302, address
            assert response.url.startswith(LOGIN), address
    assert client.get(LOGIN).url == STEP
    assert "_auth_user_id" not in client.session


def test_a_session_made_in_another_way_does_not_open_the_admin(client, staff):
    client.force_login(staff)

    assert client.get(INDEX).url == f"{LOGIN}?next={INDEX}"
    assert client.get(LOGIN).status_code == 200

    give_password(client)
    give_code(client, app_code())

    assert client.get(INDEX).status_code == 200


def test_the_password_step_is_forgotten_after_ten_minutes(client, staff, time_machine):
    give_password(client)

    time_machine.shift(10 * 60)

    assert give_code(client, app_code()).url == LOGIN
    assert client.get(INDEX).status_code == 302


@pytest.mark.parametrize("change", ["is_active", "is_staff"])
def test_an_account_disabled_between_the_steps_stays_out(client, staff, change):
    give_password(client)
    User.objects.update(**{change: False})

    assert give_code(client, app_code()).url == LOGIN


def test_a_password_changed_between_the_steps_starts_again(client, staff):
    give_password(client)
    staff.set_password("vier-blauwe-fietsen")
    staff.save()

    assert give_code(client, app_code()).url == LOGIN
