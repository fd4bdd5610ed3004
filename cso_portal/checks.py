"""System checks: what a city must not get wrong before it opens the doors.

`manage.py check --deploy --database default` asks them all; the container start does so too.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

KEY_BYTES = 32
SECRET_KEY_LENGTH = 50
# A crash of the machine may cost at most what nobody was told is saved: nothing.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def secret_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Length and variety; Django's own W009 is only a warning, and only with --deploy."""
    key = settings.SECRET_KEY
    if len(key) >= SECRET_KEY_LENGTH and len(set(key)) >= 5 and "insecure" not in key:
        return []
    hint = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    return [
        Error(f"SECRET_KEY is a default or shorter than 50 characters. {hint}", id="portal.E001")
    ]


def field_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    entries = [entry.strip() for entry in settings.FIELD_KEYS.split(",") if entry.strip()]
    if not entries:
        return [Error("FIELD_KEYS is empty: client data cannot be encrypted.", id="portal.E002")]
    bad = [number for number, entry in enumerate(entries, start=1) if not is_field_key(entry)]
    if bad:
        # The number only: the entry itself is secret.
        message = f"FIELD_KEYS: entry {bad[0]} is not id:base64 of {KEY_BYTES} bytes."
        return [Error(message, id="portal.E003")]
    return []


def is_field_key(entry: str) -> bool:
    key_id, _, encoded = entry.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    return bool(key_id) and len(key) == KEY_BYTES


def debug_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An https address means real people: no tracebacks, no demo logins."""
    if not settings.SECURE:
        return []
    wrong = [name for name in ("DEBUG", "DEMO") if getattr(settings, name)]
    return [
        Error(f"{name} is on while SITE_URL is https: turn it off.", id="portal.E004")
        for name in wrong
    ]


def mail_leaves(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Mail in files is for trying out; with an https address nobody would ever read it."""
    if settings.SECURE and settings.EMAIL_BACKEND == "outbox.backends.FileBackend":
        message = "SITE_URL is https and mail goes to files: set EMAIL_URL or ANYMAIL_ESP."
        return [Error(message, id="portal.E006")]
    return []


def mail_reports(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a secret no report of the mail service is believed: mail that comes back stays unseen."""
    secret = settings.ANYMAIL.get("WEBHOOK_SECRET")
    if not settings.SECURE or not settings.ANYMAIL_ESP or secret:
        return []
    message = (
        "ANYMAIL_ESP is set without ANYMAIL_WEBHOOK_SECRET: nobody hears of mail that bounced."
    )
    hint = "Set it to user:password, and give the mail service the address with both in it."
    return [Error(message, hint=hint, id="portal.E008")]


def two_steps(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Client data behind a password alone: for trying out, or while a developer works."""
    if settings.STAFF_MFA_REQUIRED or settings.DEBUG or settings.DEMO:
        return []
    message = "STAFF_MFA_REQUIRED is off: staff log in with a password alone."
    return [Warning(message, hint="Set STAFF_MFA_REQUIRED=1.", id="portal.W007")]


def durable_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A request answered with "received" is on disk: PostgreSQL must not be told otherwise."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'"
                " ORDER BY name",
                [list(DURABLE)],
            )
            names = [row[0] for row in cursor.fetchall()]
        found += [
            Error(
                f"PostgreSQL runs with {name} off: answered requests can be lost.", id="portal.E005"
            )
            for name in names
        ]
    return found


def register_all() -> None:
    for check in (secret_key, field_keys, debug_off, mail_leaves, mail_reports, two_steps):
        register(check, Tags.security)
    register(durable_database, Tags.database)
