import base64

import pytest
from django.core.checks import registry
from django.db import connection

from cso_portal import checks

GOOD_KEY = "k1:" + base64.b64encode(b"x" * 32).decode()


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQ", []),
        ("short", ["portal.E001"]),
        ("a" * 60, ["portal.E001"]),
        ("django-insecure-abcdefghijklmnopqrstuvwxyz0123456789ABCDEF", ["portal.E001"]),
    ],
)
def test_secret_key(settings, key, expected):
    settings.SECRET_KEY = key

    assert ids(checks.secret_key(None)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (GOOD_KEY, []),
        (f"{GOOD_KEY}, {GOOD_KEY.replace('k1', 'k0')}", []),
        (" , ", ["portal.E002"]),
        ("k1:not base64!", ["portal.E003"]),
        ("k1:" + base64.b64encode(b"x" * 16).decode(), ["portal.E003"]),
        (GOOD_KEY.removeprefix("k1"), ["portal.E003"]),
    ],
)
def test_field_keys(settings, keys, expected):
    settings.FIELD_KEYS = keys

    found = checks.field_keys(None)

    assert ids(found) == expected
    assert not any(GOOD_KEY[3:] in message.msg for message in found)


@pytest.mark.parametrize(
    ("secure", "debug", "demo", "expected"),
    [
        (True, False, False, []),
        (True, True, False, ["portal.E004"]),
        (True, True, True, ["portal.E004", "portal.E004"]),
        (False, True, True, []),
    ],
)
def test_debug_off(settings, secure, debug, demo, expected):
    settings.SECURE, settings.DEBUG, settings.DEMO = secure, debug, demo

    assert ids(checks.debug_off(None)) == expected


@pytest.mark.parametrize(
    ("secure", "backend", "expected"),
    [
        (True, "outbox.backends.FileBackend", ["portal.E006"]),
        (True, "django.core.mail.backends.smtp.EmailBackend", []),
        (False, "outbox.backends.FileBackend", []),
    ],
)
def test_mail_leaves(settings, secure, backend, expected):
    settings.SECURE, settings.EMAIL_BACKEND = secure, backend

    assert ids(checks.mail_leaves(None)) == expected


@pytest.mark.parametrize(
    ("secure", "esp", "anymail", "expected"),
    [
        (True, "mailjet", {}, ["portal.E008"]),
        (True, "mailjet", {"WEBHOOK_SECRET": ""}, ["portal.E008"]),
        (True, "mailjet", {"WEBHOOK_SECRET": "portaal:geheim"}, []),
        (True, "", {}, []),
        (False, "mailjet", {}, []),
    ],
)
def test_mail_reports(settings, secure, esp, anymail, expected):
    settings.SECURE, settings.ANYMAIL_ESP, settings.ANYMAIL = secure, esp, anymail

    assert ids(checks.mail_reports(None)) == expected


@pytest.mark.django_db
def test_a_durable_database_passes():
    assert checks.durable_database(databases=["default"]) == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_database_that_may_lose_answers_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert ids(checks.durable_database(databases=["default"])) == ["portal.E005"]


def test_no_database_asked_means_none_judged():
    assert checks.durable_database() == []


def test_all_of_them_are_registered():
    registered = registry.registry.registered_checks

    assert {
        checks.secret_key,
        checks.field_keys,
        checks.debug_off,
        checks.mail_leaves,
        checks.mail_reports,
        checks.durable_database,
    } <= set(registered)


@pytest.mark.parametrize(
    ("two_steps", "debug", "demo", "expected"),
    [
        (False, False, False, ["portal.W007"]),
        (True, False, False, []),
        (False, True, False, []),
        (False, False, True, []),
    ],
)
def test_two_steps(settings, two_steps, debug, demo, expected):
    settings.STAFF_MFA_REQUIRED, settings.DEBUG, settings.DEMO = two_steps, debug, demo

    assert ids(checks.two_steps(None)) == expected
