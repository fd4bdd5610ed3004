from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cso_portal import health
from outbox.models import Heartbeat
from outbox.selectors import SWEEP


@pytest.fixture(autouse=True)
def _ask_migrations_again():
    health.require_migrated.cache_clear()
    yield
    health.require_migrated.cache_clear()


def test_live_asks_nothing_of_the_database(client):
    # No django_db mark: any query would fail this test.
    response = client.get("/healthz/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_writes_and_leaves_nothing_behind(client):
    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_ready_asks_the_migrations_only_once(client, django_assert_num_queries):
    client.get("/healthz/ready")

    with django_assert_num_queries(4):  # savepoint, insert, back to the savepoint, release
        client.get("/healthz/ready")


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_is_not_ready(client, monkeypatch):
    def refuse(**kwargs):
        raise OperationalError("read-only")

    monkeypatch.setattr(Session.objects, "create", refuse)

    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "reason": "database"},
    )


@pytest.mark.django_db
def test_a_database_without_our_tables_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])

    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "reason": "migrations"},
    )


def beat(age):
    Heartbeat.objects.create(name=SWEEP, at=timezone.now() - age)


@pytest.mark.django_db
def test_queue_with_a_beat_that_ticks(client):
    beat(timedelta(seconds=5))

    response = client.get("/healthz/queue")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "faults": [],
        "oldest_unsent_seconds": None,
        "last_sweep_seconds": 5,
        "failed": 0,
        "to_look_at": 0,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("age", [None, timedelta(seconds=60)])
def test_queue_tells_when_beat_stands_still(client, age):
    if age:
        beat(age)

    response = client.get("/healthz/queue")

    assert response.status_code == 503
    assert response.json()["faults"] == ["periodic jobs stand still"]


@pytest.mark.django_db
def test_queue_without_a_database(client, monkeypatch):
    def fail(now):
        raise OperationalError("gone")

    monkeypatch.setattr(health, "queue_health", fail)

    response = client.get("/healthz/queue")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "reason": "database"},
    )


@pytest.mark.parametrize(
    ("waiting", "faults"),
    [
        (None, []),
        (timedelta(minutes=15), []),
        (timedelta(minutes=15, seconds=1), ["mail is late"]),
    ],
)
def test_mail_is_late_after_a_quarter(waiting, faults):
    found = health.QueueHealth(oldest_unsent=waiting, failed=0, last_sweep=None)

    assert health.queue_faults(found, timedelta(seconds=1)) == faults


@pytest.mark.parametrize(("sweep", "expected"), [(5, 45), (10, 45), (60, 180)])
def test_sweep_is_late_after_three_turns(settings, sweep, expected):
    settings.OUTBOX_SWEEP_SECONDS = sweep

    assert health.sweep_is_late() == timedelta(seconds=expected)


@pytest.mark.parametrize("where", ["live", "ready", "queue"])
def test_health_is_only_read(client, where):
    assert client.post(f"/healthz/{where}").status_code == 405
