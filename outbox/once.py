"""One runner at a time for a periodic job, whatever number of beats and workers there is.

    with once("coaching.reminders") as alone:
        if alone: ...

On PostgreSQL an advisory lock of the session: it goes with the connection, so a killed worker
leaves nothing behind. SQLite has one writer at a time and needs no lock of ours: the job's own
transactions follow one another. The job must be idempotent either way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import connection


@contextmanager
def once(name: str) -> Iterator[bool]:
    """Whether nobody else is in the block of this name; do nothing when False."""
    if connection.vendor != "postgresql":
        yield True
        return
    key = lock_key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (alone,) = cursor.fetchone() or (False,)
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def wait_turn(name: str) -> None:
    """Let one transaction at a time go on from here, until it ends; only inside a transaction.

    On SQLite it already is the only one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(name)])


def lock_key(name: str) -> int:
    """A stable signed 64-bit number for a name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
