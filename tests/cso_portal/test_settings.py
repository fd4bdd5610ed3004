"""Settings as a fresh process reads them."""

import json
import os
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

KEYS = {
    "SECRET_KEY": "s" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "FIELD_KEYS": "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "DATABASE_URL": "postgres://portal_run:x@127.0.0.1:5432/portal",
    "DEBUG": "0",
    "DEMO": "0",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "ANYMAIL_ESP": "",
}
SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def run(code, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cso_portal.settings",
            **KEYS,
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def read(*names, **environment):
    done = run(SHOW, *names, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def names_read():
    """Every environment variable that the settings ask for."""
    source = (settings.BASE_DIR / "cso_portal" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'\b(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)"', source))


def test_the_readme_names_every_setting_of_the_environment_and_no_other():
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Configuration")[2].partition("\n## ")[0]
    named = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([A-Z_]{4,})`", row.split("|")[1])
    }

    assert names_read() >= {"SECRET_KEY", "FIELD_KEYS", "OUTBOX_RETRY_SECONDS", "LOG_FORMAT"}
    assert named == names_read() | {"PORT"}  # read by the Makefile


def test_compose_hands_every_setting_on():
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))

    assert names_read() - set(compose["services"]["web"]["environment"]) == set()


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS"])
def test_a_missing_key_stops_with_one_sentence(name):
    code = "import runpy, sys; sys.argv = ['manage.py', 'check']; runpy.run_path('manage.py', run_name='__main__')"

    done = run(code, **{name: ""})

    assert done.returncode == 1
    assert done.stderr == (
        f"{name} is missing: set it in the environment or in .env (`make run` makes one once).\n"
    )


def test_https_turns_on_everything_that_belongs_to_it():
    assert read(
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "STAFF_MFA_REQUIRED",
        SITE_URL="https://cso.voorbeeld.be/",
        STAFF_MFA_REQUIRED="1",
    ) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "STAFF_MFA_REQUIRED": True,
    }


def test_plain_http_works_without_secure_cookies():
    assert read("SESSION_COOKIE_SECURE", "SITE_URL", SITE_URL="http://127.0.0.1:8000/") == {
        "SESSION_COOKIE_SECURE": False,
        "SITE_URL": "http://127.0.0.1:8000",
    }


def test_postgresql_gets_its_time_limits():
    database = read("DATABASES")["DATABASES"]["default"]

    assert database["OPTIONS"]["connect_timeout"] == 3
    assert database["OPTIONS"]["options"].split(" -c ") == [
        "-c statement_timeout=15000",
        "lock_timeout=3000",
        "idle_in_transaction_session_timeout=30000",
        "synchronous_commit=on",
    ]
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


def test_sqlite_serialises_writers_and_syncs():
    database = read("DATABASES", DATABASE_URL="sqlite:////nowhere/portal.sqlite3")["DATABASES"][
        "default"
    ]

    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }


@pytest.mark.parametrize(
    ("environment", "backend"),
    [
        ({}, "outbox.backends.FileBackend"),
        ({"EMAIL_URL": "file:///srv/mail"}, "outbox.backends.FileBackend"),
        ({"EMAIL_URL": "smtp://127.0.0.1:2525"}, "django.core.mail.backends.smtp.EmailBackend"),
        ({"EMAIL_URL": "console:"}, "django.core.mail.backends.console.EmailBackend"),
        ({"EMAIL_URL": "consolemail://"}, "django.core.mail.backends.console.EmailBackend"),
        (
            {"ANYMAIL_ESP": "mailjet", "ANYMAIL_MAILJET_API_KEY": "k"},
            "anymail.backends.mailjet.EmailBackend",
        ),
    ],
)
def test_mail_goes_where_the_environment_says(environment, backend):
    assert read("EMAIL_BACKEND", **environment) == {"EMAIL_BACKEND": backend}


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("", "filesystem://localhost"),
        ("redis://:x@127.0.0.1:6379/0", "redis://:x@127.0.0.1:6379/0"),
    ],
)
def test_broker_is_redis_or_a_folder(url, broker):
    assert read("CELERY_BROKER_URL", REDIS_URL=url) == {"CELERY_BROKER_URL": broker}
