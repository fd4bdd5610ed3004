"""Real threads against the real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection, connections


def together(count: int, action: Callable[[int], Any]) -> list[Any]:
    """Run the action in so many threads at one moment; results or exceptions, in order."""
    barrier = Barrier(count, timeout=30)

    def run(number: int) -> Any:
        try:
            barrier.wait()
            return action(number)
        except Exception as error:  # noqa: BLE001 - the test judges it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def wait_for_blocked_session(seconds: float = 10) -> None:
    """Until another session of this PostgreSQL database waits for a lock."""
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE datname = current_database() AND NOT granted"
            )
            (blocked,) = cursor.fetchone() or (0,)
        if blocked:
            return
        sleep(0.02)
    raise AssertionError("no session waits for a lock")
