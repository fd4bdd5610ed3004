"""New rows, inserted with a statement that is composed once per model.

Composing the SQL anew took Django longer than the database needed to store a whole submission;
this alone makes a submission a third faster. The values go through the fields as always.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> int:
    """Insert rows of one model in one statement; return how many went in.

    With `unless_there`, a row that breaks a unique constraint is left out without an error. No
    signals are sent, and a key that the database hands out is not read back.
    """
    database = connections[DEFAULT_DB_ALIAS]
    statement = _statement(type(rows[0]), len(rows), unless_there)
    with database.cursor() as cursor:
        cursor.execute(statement, _values(rows, database))
        inserted = int(cursor.rowcount)
    _mark_stored(rows)
    return inserted


def upsert(row: Model, *, key: str) -> int:
    """Insert a row, or find the one with the same unique column `key`; return its number.

    Nothing of a row that is there changes. One statement in both cases.
    """
    database = connections[DEFAULT_DB_ALIAS]
    model = type(row)
    column = database.ops.quote_name(key)
    statement = (
        f"{_statement(model, 1, False)} ON CONFLICT ({column})"
        f" DO UPDATE SET {column} = EXCLUDED.{column}"
        f" RETURNING {database.ops.quote_name(str(model._meta.pk.column))}"
    )
    with database.cursor() as cursor:
        cursor.execute(statement, _values([row], database))
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Inserts:
    """Statements that are ready to run, and the rows they store."""

    statements: tuple[tuple[str, list[Any]], ...]
    rows: tuple[Model, ...]

    def run(self) -> None:
        """Insert the rows: in one journey to a database server, one by one in SQLite."""
        database = connections[DEFAULT_DB_ALIAS]
        with database.cursor() as cursor:
            if database.vendor == "postgresql":
                together = "; ".join(sql for sql, _ in self.statements)
                cursor.execute(together, [each for _, values in self.statements for each in values])
            else:
                for sql, values in self.statements:
                    cursor.execute(sql, values)
        _mark_stored(self.rows)


def composed(*groups: Sequence[Model]) -> Inserts:
    """Prepare the insertion of rows of several models, outside the transaction that runs it.

    Sealing and composing take longer than storing; nobody waits for a lock meanwhile.
    """
    some = [rows for rows in groups if rows]
    database = connections[DEFAULT_DB_ALIAS]
    return Inserts(
        statements=tuple(
            (_statement(type(rows[0]), len(rows), False), _values(rows, database)) for rows in some
        ),
        rows=tuple(row for rows in some for row in rows),
    )


def _values(rows: Sequence[Model], database: BaseDatabaseWrapper) -> list[Any]:
    fields = _stored_fields(type(rows[0]))
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), database)
        for row in rows
        for field in fields
    ]


def _mark_stored(rows: Sequence[Model]) -> None:
    for row in rows:
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS


@lru_cache(maxsize=32)
def _stored_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    meta = model._meta
    return [field for field in meta.local_concrete_fields if field is not meta.auto_field]


@lru_cache(maxsize=64)
def _statement(model: type[Model], count: int, unless_there: bool) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = _stored_fields(model)
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    end = " ON CONFLICT DO NOTHING" if unless_there else ""
    table = quoted(model._meta.db_table)
    rows = ", ".join([row] * count)
    # Names of our own tables and columns only, never text from outside.
    return f"INSERT INTO {table} ({columns}) VALUES {rows}{end}"  # noqa: S608
