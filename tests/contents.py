"""What stands in the database, table by table, as the database itself gives it."""

from collections.abc import Iterator
from hashlib import sha256

from django.db import connection


def tables() -> list[str]:
    """Return the names of all tables, ours and those of the packages."""
    return sorted(connection.introspection.table_names())


def rows(table: str) -> list[tuple[object, ...]]:
    """Return every row of a table, raw: nothing is opened or converted by a model."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return cursor.fetchall()


def fingerprints(*, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return a number per table that changes with whatever changes in it."""
    return {
        table: sha256(repr(sorted(map(repr, rows(table)))).encode()).hexdigest()
        for table in tables()
        if table not in without
    }


def values() -> Iterator[tuple[str, str]]:
    """Yield every value of every table as text, with the name of its table."""
    for table in tables():
        for row in rows(table):
            for value in row:
                yield table, as_text(value)


def as_text(value: object) -> str:
    """Return a value as text; bytes as far as they are text."""
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
