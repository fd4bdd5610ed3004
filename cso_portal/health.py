"""Health addresses for whoever watches the portal; they answer in JSON and hold no personal data.

live: the process answers. ready: it can write to a migrated database. queue: mail leaves the house.
"""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import Error as AnyDatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox.selectors import QueueHealth, queue_health

# Mail that could go and has not gone for this long is a fault somebody must look at.
MAIL_IS_LATE = timedelta(minutes=15)


class NotReady(Exception):
    """The database answers but does not have the tables of this version yet."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """No database, no file: only that this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    try:
        try_a_write()
        require_migrated()
    except AnyDatabaseError:
        return JsonResponse({"status": "unavailable", "reason": "database"}, status=503)
    except NotReady:
        return JsonResponse({"status": "unavailable", "reason": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})


def try_a_write() -> None:
    """Write a row and take it back: a read-only or full database must not look healthy."""
    with transaction.atomic():
        Session.objects.create(
            session_key=f"health-{get_random_string(24)}",
            session_data="",
            expire_date=timezone.now(),
        )
        transaction.set_rollback(True)


@cache
def require_migrated() -> None:
    """Raises NotReady. Asked until the answer is yes once: a running version never loses tables."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """503 when mail waits too long or the periodic jobs stand still."""
    now = timezone.now()
    try:
        health = queue_health(now)
    except AnyDatabaseError:
        return JsonResponse({"status": "unavailable", "reason": "database"}, status=503)
    sweep_age = now - health.last_sweep if health.last_sweep else None
    faults = queue_faults(health, sweep_age)
    body = {
        "status": "unavailable" if faults else "ok",
        "faults": faults,
        "oldest_unsent_seconds": seconds(health.oldest_unsent),
        "last_sweep_seconds": seconds(sweep_age),
        "failed": health.failed,
        "to_look_at": health.to_look_at,
    }
    return JsonResponse(body, status=503 if faults else 200)


def queue_faults(health: QueueHealth, sweep_age: timedelta | None) -> list[str]:
    """A mail that failed or came back is counted, but no fault of the machinery: it waits for a person."""
    faults = []
    if sweep_age is None or sweep_age > sweep_is_late():
        faults.append("periodic jobs stand still")
    if health.oldest_unsent is not None and health.oldest_unsent > MAIL_IS_LATE:
        faults.append("mail is late")
    return faults


def sweep_is_late() -> timedelta:
    """Three turns missed, and never sooner than 45 seconds after the last one."""
    return timedelta(seconds=max(45, 3 * settings.OUTBOX_SWEEP_SECONDS))


def seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())
