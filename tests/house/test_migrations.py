import re

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.house.tree import ROOMS

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
