"""Health addresses for whoever watches the portal; they answer in JSON and hold no personal data.

live: the process answers. ready: it can write to a migrated database. queue: mail leaves the house.
"""

from functools import cache

from django.contrib.sessions.models import Session
from django.db import Error as AnyDatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
