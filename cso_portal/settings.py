"""Settings: everything that differs between installations comes from the environment.

Names are listed in the README. There is no default for SECRET_KEY or FIELD_KEYS: start-up
refuses without them (`make run` creates a .env with fresh ones once).
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from privacy.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# `ModelAdmin[ConsultRequest]` and its like may be written at run time too.
django_stubs_ext.monkeypatch()

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name: str) -> str:
    """A secret that has no default: without it nothing starts."""
    value = str(env.str(name, default="")).strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is missing: set it in the environment or in .env (`make run` makes one once)."
        )
    return value


# --- Identity and mode -------------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# "id:base64key,id:base64key": the first one encrypts, all of them decrypt.
FIELD_KEYS = required("FIELD_KEYS")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")
THROTTLE = env.bool("THROTTLE", default=True)
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=not (DEBUG or DEMO))

# --- Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "cso_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "anymail",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "privacy",
    "outbox",
    "requests_app",
    "billing",
    "coaching",
    "cso_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cso_portal.headers.MoreHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "cso_portal.urls"
WSGI_APPLICATION = "cso_portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cso_portal.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: the only truth ------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
_database = DATABASES["default"]
# Opening is not free, and closing the last connection to SQLite writes its log back every time.
_database["CONN_MAX_AGE"] = 60
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, readers never wait; see docs/decisions/0011.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {}).update(
        connect_timeout=3,
        options=(
            "-c statement_timeout=15000 -c lock_timeout=3000"
            " -c idle_in_transaction_session_timeout=30000 -c synchronous_commit=on"
        ),
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttle counters are shared and live in the database; "local" holds only rendered reference
# data for some seconds, and may be lost or stale by that much at any moment.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Far above what honest use needs: culling would give guesses back.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "local": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "reference",
        "TIMEOUT": 30,
    },
}

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "nl-be"
LANGUAGES = [("nl-be", "Nederlands")]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["cso_portal.formats"]

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cso_portal.finders.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Accounts ----------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "cso_portal.code_login.CodeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "cso_portal.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
MFA_ADAPTER = "cso_portal.second_factor.StaffMfaAdapter"
# Contact persons log in at /mijn/ by a mailed code; see docs/decisions/0040. Nobody signs up.
ACCOUNT_ADAPTER = "cso_portal.code_login.CodeAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = False  # privacy.throttle counts
# Whose address counts as the visitor's: behind TLS a reverse proxy adds it to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=int(SECURE))

# --- Sessions, cookies, headers ----------------------------------------------------------------

# 30 minutes idle, 10 hours at most.
SESSION_ENGINE = "cso_portal.sessions"
SESSION_COOKIE_AGE = int(timedelta(minutes=30).total_seconds())
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
CSRF_FAILURE_VIEW = "cso_portal.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# --- Mail --------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="CSO-portaal <cso-portaal@ocmw.voorbeeld.be>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
_email_url = env.str("EMAIL_URL", default="") or f"file://{VAR_DIR / 'mail'}"
ANYMAIL_ESP = env.str("ANYMAIL_ESP", default="").lower()
ANYMAIL: dict[str, Any] = {}
if ANYMAIL_ESP:
    # For example ANYMAIL_ESP=mailjet with ANYMAIL_MAILJET_API_KEY and so on: Anymail's own names.
    EMAIL_BACKEND = f"anymail.backends.{ANYMAIL_ESP}.EmailBackend"
    ANYMAIL = {
        name.removeprefix("ANYMAIL_"): value
        for name, value in env.ENVIRON.items()
        if name.startswith("ANYMAIL_") and name != "ANYMAIL_ESP"
    }
    ANYMAIL["REQUESTS_TIMEOUT"] = (5, 10)
    # Switching tracking off is no error at a service that has none.
    ANYMAIL["IGNORE_UNSUPPORTED_FEATURES"] = True
elif _email_url.startswith("file://"):
    EMAIL_BACKEND = "outbox.backends.FileBackend"
    EMAIL_FILE_PATH = _email_url.removeprefix("file://")
elif _email_url.startswith("console:"):
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    vars().update(env.email_url_config(_email_url))
OUTBOX_RETRY_SECONDS = [
    int(delay)
    for delay in env.list(
        "OUTBOX_RETRY_SECONDS",
        default=["60", "120", "300", "900", "3600", "7200", "21600", "43200", "86400", "172800"],
    )
]
# Of mails whose address a stranger typed: what one mailbox gets of each kind, and what one network
# may ask for, within an hour (S9). Not with THROTTLE=0.
OUTBOX_CAP_PER_RECIPIENT = 5
OUTBOX_CAP_PER_ORIGIN = 30
OUTBOX_SWEEP_SECONDS = env.int("OUTBOX_SWEEP_SECONDS", default=5)

# --- Celery: wake-ups only; the database is the truth ------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 120,
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "socket_keepalive": True,
        # Measured with Redis down or hung: without these two a publish takes 6 s, with them 1 s.
        "max_retries": 0,
        "interval_start": 0,
    }
else:
    _broker = VAR_DIR / "broker"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "outbox-sweep": {
        "task": "outbox.sweep",
        "schedule": OUTBOX_SWEEP_SECONDS,
        # A sweep nobody took in time is useless: the next one does the same.
        "options": {"expires": max(OUTBOX_SWEEP_SECONDS, 2)},
    },
    "billing-documents": {
        "task": "billing.render_missing",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "requests-resume-unanswered": {
        "task": "requests_app.resume_unanswered",
        "schedule": crontab(minute=5),
        "options": {"expires": 3600},
    },
    # Through the day, so that a worker that was down in the morning makes up for it.
    "coaching-reminders": {
        "task": "coaching.reminders",
        "schedule": crontab(minute=5, hour="8-18"),
        "options": {"expires": 3000},
    },
    # Days off are for the job to know.
    "coaching-digest": {
        "task": "coaching.digest",
        "schedule": crontab(minute=30, hour=7, day_of_week="mon-fri"),
        "options": {"expires": 4 * 3600},
    },
    "privacy-retention": {"task": "privacy.retention", "schedule": crontab(hour=3, minute=10)},
}

# --- Logs: what and where, never about whom ----------------------------------------------------

LOGGING = logging_config(
    env.str("LOG_FORMAT", default="console" if DEBUG or DEMO else "json"), debug=DEBUG
)
DEFAULT_EXCEPTION_REPORTER_FILTER = "privacy.reports.SilentReporterFilter"
