"""The product's settings in the surroundings of a test: fixed keys, no mail, no broker, own database.

What is set here wins over a developer's `.env`, so that the suite means the same everywhere.
"""

import os
import tempfile
from pathlib import Path

# Before the product's settings are read: they refuse to start without these.
os.environ.update(
    SECRET_KEY="tests-only-" + "k" * 60,
    FIELD_KEYS=(
        "t2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,"
        "t1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
    ),
    DEBUG="0",
    DEMO="0",
    THROTTLE="1",
    STAFF_MFA_REQUIRED="0",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1,[::1]",
    CSRF_TRUSTED_ORIGINS="",
    SITE_URL="http://testserver",
    REDIS_URL="",
    EMAIL_URL="memorymail://",
    ANYMAIL_ESP="",
    DEFAULT_FROM_EMAIL="CSO-portaal <portaal@voorbeeld.be>",
    LOG_FORMAT="console",
)
_suffix = os.environ.get("PYTEST_DB_SUFFIX", "")
_scratch = Path(tempfile.gettempdir()) / f"cso-portal-tests-{os.getuid()}{_suffix}"
_scratch.mkdir(mode=0o700, exist_ok=True)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_scratch / 'portal.sqlite3'}")

from cso_portal.settings import *  # noqa: E402, F403 -- the environment above comes first
from cso_portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, STORAGES  # noqa: E402

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file and not memory: threads of one test share it. Power cuts are not tested here.
    _database["TEST"] = {"NAME": str(_scratch / f"test_portal_{_suffix}.sqlite3")}
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    _database["TEST"] = {"NAME": f"test_portal_{_suffix or 'main'}"}
_database["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS.clear()
