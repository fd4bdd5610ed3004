from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cso_portal.staff import INDEX, LOGIN, NOON, PASSWORD, give_password, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, time_machine):
    """Logged in at noon."""
    time_machine.move_to(NOON, tick=False)
    user = make_staff()
    assert give_password(client).url == INDEX
    return user


def is_in(client):
    response = client.get(INDEX)
    if response.status_code == 200:
        return True
    assert response.url == f"{LOGIN}?next={INDEX}"
    return False


def writes(client):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(INDEX)
    return [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


@pytest.mark.parametrize(("minutes", "expected"), [(29, True), (30, False), (31, False)])
def test_idle(client, staff, time_machine, minutes, expected):
    time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)

    assert is_in(client) is expected


def test_who_works_on_stays_in_for_ten_hours_and_no_longer(client, staff, time_machine):
    for minutes in range(20, 10 * 60, 20):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        assert is_in(client), minutes

    time_machine.move_to(NOON + timedelta(hours=10), tick=False)

    assert not is_in(client)
    assert not Session.objects.exists()


def test_a_session_is_written_at_most_once_in_five_minutes(client, staff, time_machine):
    time_machine.move_to(NOON + timedelta(minutes=4, seconds=59), tick=False)
    assert writes(client) == []

    time_machine.move_to(NOON + timedelta(minutes=5), tick=False)
    assert [sql.split()[:2] for sql in writes(client)] == [["UPDATE", '"django_session"']]
    assert writes(client) == []


def test_a_session_costs_two_statements_per_page(client, staff):
    with CaptureQueriesContext(connection) as captured:
        client.get("/beheer/jsi18n/")

    tables = [sql for q in captured for sql in ("django_session", "auth_user") if sql in q["sql"]]
    assert tables == ["django_session", "auth_user"]
    assert len(captured) == 2


def test_a_session_without_its_start_is_over(client, staff):
    session = client.session
    del session["started_at"]
    session.save()

    assert not is_in(client)


def test_a_visitor_who_is_not_logged_in_keeps_a_session_as_it_is(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    session = client.session
    session["form"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key

    time_machine.move_to(NOON + timedelta(minutes=20), tick=False)

    assert dict(client.session.items()) == {"form": "x"}


def test_a_disabled_account_is_out_at_once_and_its_session_never_comes_back(client, staff):
    User.objects.update(is_active=False)
    assert not is_in(client)
    client.get(LOGIN)

    User.objects.update(is_active=True)

    assert not is_in(client)
    assert not Session.objects.exists()


def test_who_is_no_longer_staff_is_out_at_once(client, staff):
    User.objects.update(is_staff=False, is_superuser=False)

    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(client, staff):
    elsewhere = Client()
    give_password(elsewhere)
    assert is_in(elsewhere)
    new = "vier-blauwe-fietsen"

    response = client.post(
        "/beheer/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert response.url == "/beheer/password_change/done/"
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_logging_out_takes_a_post(client, staff):
    assert client.get("/beheer/logout/").status_code == 405
    assert is_in(client)

    assert client.post("/beheer/logout/").status_code == 200

    assert not is_in(client)
    assert not Session.objects.exists()


def test_the_cookie_is_for_the_server_only_and_lasts_half_an_hour(client, staff):
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (
        True,
        "Lax",
        1800,
        "/",
    )
