"""One strict frame for every test; fixtures that belong to one room stand in that room's folder."""

import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.signals import setting_changed
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from pytest_django.plugin import DjangoDbBlocker

from tests import reference_data
from tests.append_only import flush_unguarded
from tests.outbox.sink import Sink, SinkController
from tests.strictness import FailOnUndefined, guarded_connect, shuffle_unordered

NO_SKIP = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
REDIS_TEST_URL = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def reachable(url: str) -> bool:
    """Whether something listens there."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
            return True
    except OSError:
        return False


def is_transactional(item: pytest.Function) -> bool:
    """Whether a test commits for real, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
    )


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """What this machine lacks is skipped in plain words; with CI=true the hook below objects."""
    lacking: dict[str, str] = {}
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        lacking["postgres"] = "needs PostgreSQL: set DATABASE_URL to one"
    if not reachable(REDIS_TEST_URL):
        lacking["redis"] = f"needs Redis at {REDIS_TEST_URL}: set REDIS_TEST_URL"
    if CHROMIUM is None:
        lacking["browser"] = "needs Chromium: install it or set CHROMIUM to its path"
    for item in items:
        for marker, reason in lacking.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """No skip allowed when CI=true: a skipped test is a failed one."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI=true allows no skip: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> Iterator[None]:
    """Stays strict when a test sets DEBUG, for which Django makes a new engine."""

    def be_strict(**_kwargs: object) -> None:
        engines["django"].engine.string_if_invalid = FailOnUndefined()

    be_strict()
    setting_changed.connect(be_strict)
    yield
    setting_changed.disconnect(be_strict)


@pytest.fixture(scope="session", autouse=True)
def _shuffled_rows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            SQLCompiler, "_order_by_pairs", shuffle_unordered(SQLCompiler._order_by_pairs)
        )
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Remembers what the migrations wrote, to put it back whenever tables were emptied."""
    with django_db_blocker.unblock():
        reference_data.remember()
    yield
    with django_db_blocker.unblock():
        assert left_behind() == [], "sessions that no test closed"


def left_behind(seconds: float = 5) -> list[tuple[str, ...]]:
    """Other sessions on the test database that do not go away by themselves, with what they did."""
    if connections["default"].vendor != "postgresql":
        return []
    until = monotonic() + seconds
    while True:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT state, wait_event, query, backend_start::text FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            others = cursor.fetchall()
        if not others or monotonic() > until:
            return others
        sleep(0.1)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_guards() -> Iterator[None]:
    def flush_and_restore(operations: BaseDatabaseOperations, statements: Sequence[str]) -> None:
        flush_unguarded(operations, statements)
        reference_data.restore()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_and_restore)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect(socket.socket.connect))
        yield


@pytest.fixture(autouse=True)
def _fresh_caches(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Nothing cached travels from test to test; a rolled-back test has cleaned the database itself."""
    yield
    caches["local"].clear()
    if is_transactional(request.node):
        with django_db_blocker.unblock():
            caches["default"].clear()
            connections["default"].close()


@pytest.fixture
def redis_url() -> str:
    """A Redis database for this test alone; it may be emptied."""
    return REDIS_TEST_URL


@pytest.fixture
def chromium_path() -> str:
    """The browser for playwright's `executable_path`; start it with `--no-sandbox`."""
    assert CHROMIUM
    return CHROMIUM


@pytest.fixture
def smtp(settings: Any) -> Iterator[Sink]:
    """Mail goes to this server, over a real socket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sink = Sink()
    controller = SinkController(sink, port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
    yield sink
    controller.stop()
