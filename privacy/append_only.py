"""Migration operations that let the database itself refuse changes, on SQLite and PostgreSQL.

    operations = [AppendOnly("billing_invoice", updatable=["paid_at"], when="OLD.state <> 'draft'")]

SQLite rebuilds a table when a column changes and loses its triggers with that: repeat the
operation after such a migration. `missing_guards` (in the system checks) finds a forgotten one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

PREFIX = "append_only_"
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: rows are kept as they were written, % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class AppendOnly(Operation):
    """Refuse to change or delete rows of a table.

    `updatable`: columns that may change nevertheless (list the sealed columns of the table, or
    `rotate_keys` cannot do its work). `allow_delete`: rows may go as a whole. `when`: SQL on OLD,
    the same on both databases; only rows for which it holds are guarded.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        *,
        allow_delete: bool = False,
        updatable: Sequence[str] = (),
        when: str = "",
    ) -> None:
        self.table = table
        self.allow_delete = allow_delete
        self.updatable = list(updatable)
        self.when = when

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        options = {
            "allow_delete": self.allow_delete,
            "updatable": self.updatable,
            "when": self.when,
        }
        return type(self).__name__, [self.table], {k: v for k, v in options.items() if v}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        for statement in self.statements(schema_editor.connection):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        on_table = f' ON "{self.table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for action in ("update", "delete", "truncate"):
            name = self.trigger(action)
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}', params=None)

    def describe(self) -> str:
        return f"Let the database refuse changes to {self.table}"

    @property
    def guarded_actions(self) -> list[str]:
        return ["update"] if self.allow_delete else ["update", "delete"]

    def trigger(self, action: str) -> str:
        return f"{PREFIX}{self.table}_{action}"

    def statements(self, connection: BaseDatabaseWrapper) -> list[str]:
        if connection.vendor == "postgresql":
            return self._postgres_statements()
        # Not Django's introspection: it stumbles over a comma inside a check constraint.
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pragma_table_info(%s)", [self.table])
            return self._sqlite_statements([name for (name,) in cursor.fetchall()])

    def _postgres_statements(self) -> list[str]:
        # As JSON, so that a column added later is guarded without another migration.
        keep = "ARRAY[" + ", ".join(f"'{name}'" for name in self.updatable) + "]::text[]"
        changed = f"(to_jsonb(NEW) - {keep}) IS DISTINCT FROM (to_jsonb(OLD) - {keep})"
        create = [_POSTGRES_FUNCTION]
        for action in self.guarded_actions:
            condition = self._condition(changed if action == "update" and self.updatable else "")
            create.append(
                f'CREATE TRIGGER "{self.trigger(action)}" BEFORE {action.upper()} ON '
                f'"{self.table}" FOR EACH ROW {condition} EXECUTE FUNCTION append_only_refuse()'
            )
        if not self.allow_delete:
            create.append(
                f'CREATE TRIGGER "{self.trigger("truncate")}" BEFORE TRUNCATE ON "{self.table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()"
            )
        return create

    def _sqlite_statements(self, columns: Iterable[str]) -> list[str]:
        fixed = [name for name in columns if name not in self.updatable]
        changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in fixed)
        create = []
        for action in self.guarded_actions:
            condition = self._condition(changed if action == "update" and self.updatable else "")
            message = f"{self.table}: rows are kept as they were written, {action} is refused"
            create.append(
                f'CREATE TRIGGER "{self.trigger(action)}" BEFORE {action.upper()} ON '
                f'"{self.table}" FOR EACH ROW {condition} '
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return create

    def _condition(self, changed: str) -> str:
        parts = [f"({part})" for part in (self.when, changed) if part]
        return f"WHEN ({' AND '.join(parts)})" if parts else ""


class NoDelete(AppendOnly):
    """Rows may change, but never disappear."""

    @property
    def guarded_actions(self) -> list[str]:
        return ["delete"]

    def describe(self) -> str:
        return f"Let the database refuse deletion from {self.table}"


def installed_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the guards that are in the database now."""
    catalogue = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables whose applied migrations promise a guard that is not in the database."""
    loader = MigrationLoader(connection)
    promised = [
        operation
        for key in loader.applied_migrations
        if key in loader.graph.nodes
        for operation in loader.graph.nodes[key].operations
        if isinstance(operation, AppendOnly)
    ]
    installed = installed_triggers(connection)
    return sorted(
        {
            guard.table
            for guard in promised
            if any(guard.trigger(action) not in installed for action in guard.guarded_actions)
        }
    )
