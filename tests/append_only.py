"""Tests empty tables that the product never empties: let a test's own flush past the guards.

The guards themselves stay as they are in production; only the statements of the flush between
two tests run without them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from privacy.append_only import PREFIX


@contextmanager
def unguarded(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within the block the append-only triggers of this database do nothing; afterwards they do again."""
    switch = {"postgresql": _unguarded_postgres, "sqlite": _unguarded_sqlite}[connection.vendor]
    with switch(connection):
        yield


@contextmanager
def _unguarded_postgres(connection: BaseDatabaseWrapper) -> Iterator[None]:
    found = _rows(
        connection,
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    )
    guards = [(name, table) for name, table in found if name.startswith(PREFIX)]
    _switch_postgres(connection, "DISABLE", guards)
    try:
        yield
    finally:
        _switch_postgres(connection, "ENABLE", guards)


def _switch_postgres(
    connection: BaseDatabaseWrapper, way: str, guards: Sequence[tuple[str, str]]
) -> None:
    """PostgreSQL alters no table with foreign keys still to be checked, so those go first."""
    checked = ["SET CONSTRAINTS ALL IMMEDIATE"] if connection.in_atomic_block else []
    alter = [f'ALTER TABLE {table} {way} TRIGGER "{name}"' for name, table in guards]
    _run(connection, [*checked, *alter])


@contextmanager
def _unguarded_sqlite(connection: BaseDatabaseWrapper) -> Iterator[None]:
    found = _rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = [(name, sql) for name, sql in found if name.startswith(PREFIX)]
    _run(connection, [f'DROP TRIGGER "{name}"' for name, _ in guards])
    try:
        yield
    finally:
        _run(connection, [sql for _, sql in guards])


def _rows(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_execute_sql_flush = BaseDatabaseOperations.execute_sql_flush


def flush_unguarded(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> Any:
    """In place of `BaseDatabaseOperations.execute_sql_flush`, for the whole test session."""
    connection = operations.connection
    if connection.vendor == "postgresql" and _is_superuser(connection):
        # One statement in place of two per guard: there is a flush after every such test.
        statements = [
            "SET LOCAL session_replication_role = replica",
            *sql_list,
            "SET LOCAL session_replication_role = origin",
        ]
        return _execute_sql_flush(operations, statements)
    with unguarded(connection):
        return _execute_sql_flush(operations, sql_list)


def _is_superuser(connection: BaseDatabaseWrapper) -> bool:
    return bool(
        _rows(connection, "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper")
    )
