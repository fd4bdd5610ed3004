"""The one-time code: what it follows from, how long it lives, and what a browser remembers."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import override_settings

from requests_app import codes
from requests_app.models import AccessCode, ContactChange
from tests.factories import NOW, make_request

pytestmark = pytest.mark.django_db


def row(**fields):
    return AccessCode(created_at=NOW, **fields)


def test_a_code_is_six_digits_that_follow_from_the_row_and_the_secret_key():
    one, two = row(), row()

    first = codes.code_of(one)

    assert (len(first), first.isdecimal()) == (6, True)
    assert codes.code_of(one) == first
    assert codes.code_of(two) != first
    with override_settings(SECRET_KEY="another-key" * 6):
        assert codes.code_of(one) != first


def test_a_code_may_be_typed_with_spaces():
    one = row()
    code = codes.code_of(one)

    assert codes.matches(one, f" {code[:3]} {code[3:]} ")
    assert not codes.matches(one, code[:5])
    assert not codes.matches(one, "")
    assert not codes.matches(one, "١٢٣٤٥٦")


@pytest.mark.parametrize(
    ("fields", "after", "alive"),
    [
        ({}, timedelta(0), True),
        ({}, timedelta(minutes=14, seconds=59), True),
        ({}, timedelta(minutes=15), False),
        ({"tries": 4}, timedelta(0), True),
        ({"tries": 5}, timedelta(0), False),
        ({"used_at": NOW}, timedelta(0), False),
    ],
)
def test_a_code_lives_a_quarter_of_an_hour_five_tries_and_once(fields, after, alive):
    assert codes.is_alive(row(**fields), now=NOW + after) is alive


def test_only_the_newest_code_waits():
    request = make_request()
    AccessCode.objects.create(request=request, created_at=NOW)
    newer = AccessCode.objects.create(request=request, created_at=NOW + timedelta(minutes=1))

    assert codes.waiting(request, now=NOW + timedelta(minutes=2)) == newer
    newer.used_at = NOW
    newer.save()
    assert codes.waiting(request, now=NOW + timedelta(minutes=2)) is None
    assert codes.waiting(make_request(), now=NOW) is None


def test_a_changed_address_bars_codes():
    request, other = make_request(), make_request()
    ContactChange.objects.create(request=request, old_email="vorige@voorbeeld.be", at=NOW)

    assert codes.is_blocked(request)
    assert not codes.is_blocked(other)


def test_a_browser_remembers_for_which_request_and_until_when_and_nothing_else():
    request, other = make_request(), make_request()
    session = SessionStore()
    session["other"] = "kept"

    codes.unlock(session, request, now=NOW)

    until = NOW + timedelta(minutes=15)
    assert codes.is_unlocked(session, request, now=until - timedelta(seconds=1))
    assert codes.open_until(session, request, now=NOW) == until
    assert not codes.is_unlocked(session, request, now=until)
    assert not codes.is_unlocked(session, other, now=NOW)
    assert codes.open_until(session, other, now=NOW) is None
    assert dict(session.items()) == {
        "other": "kept",
        "full_copies": {str(request.pk): int(until.timestamp())},
    }


def test_opening_takes_a_new_session_key_and_forgets_what_ended():
    request, other = make_request(), make_request()
    session = SessionStore()
    session.create()
    planted = session.session_key
    codes.unlock(session, request, now=NOW)
    codes.unlock(session, other, now=NOW + timedelta(hours=1))

    assert session.session_key != planted
    assert list(session[codes.SESSION_KEY]) == [str(other.pk)]


def test_closing_leaves_what_else_is_open():
    request, other = make_request(), make_request()
    session = SessionStore()
    codes.unlock(session, request, now=NOW)
    codes.unlock(session, other, now=NOW)

    codes.close(session, request, now=NOW)
    codes.close(session, request, now=NOW)

    assert not codes.is_unlocked(session, request, now=NOW)
    assert codes.is_unlocked(session, other, now=NOW)
