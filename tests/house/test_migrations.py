import os
import re
import subprocess
import sys

import psycopg2
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.house.tree import ROOMS, ROOT

NAMED = re.compile(r"^\d{4}_[a-z][a-z0-9_]+$")


def own_migrations():
    loader = MigrationLoader(None)
    return {key: migration for key, migration in loader.disk_migrations.items() if key[0] in ROOMS}


@pytest.mark.parametrize("key", sorted(own_migrations()))
def test_migration_has_a_telling_name(key):
    assert NAMED.match(key[1])
    assert "_auto_" not in key[1]
    assert "_and_more" not in key[1]


@pytest.mark.parametrize("key", sorted(own_migrations()))
def test_migration_can_be_undone(key):
    migration = own_migrations()[key]

    assert [str(operation) for operation in migration.operations if not operation.reversible] == []


def test_no_room_has_two_ends():
    assert MigrationLoader(None).detect_conflicts() == {}


@pytest.fixture
def empty_database(tmp_path, db):
    """The address of a database of its own, of the kind this round runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_empty"
    server = os.environ["DATABASE_URL"]
    admin = psycopg2.connect(server)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"{server.rpartition('/')[0]}/{name}"
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()


UP_DOWN_UP = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from privacy.append_only import installed_triggers

def standing():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        rows = {}
        for table in sorted(tables - {"django_migrations", "django_content_type"}):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            rows[table] = cursor.fetchone()[0]
    return rows, set(installed_triggers(connection))

call_command("migrate", verbosity=0)
first = standing()
for room in ("coaching", "billing", "requests_app", "outbox", "privacy"):
    call_command("migrate", room, "zero", verbosity=0)
rows, triggers = standing()
rooms = ("coaching_", "billing_", "requests_app_", "outbox_", "privacy_")
assert not [table for table in rows if table.startswith(rooms)], rows
assert not triggers, triggers
call_command("migrate", verbosity=0)
assert standing() == first, (standing(), first)
print(len(first[0]), len(first[1]))
"""


@pytest.mark.slow
def test_all_the_way_down_and_up_again_gives_the_same_tables_rows_and_guards(empty_database):
    done = subprocess.run(
        [sys.executable, "-c", UP_DOWN_UP],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": empty_database,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    tables, triggers = map(int, done.stdout.split())
    assert tables > 30
    assert triggers > 10
