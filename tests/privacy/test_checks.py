import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.state import ProjectState

from privacy.append_only import AppendOnly
from privacy.checks import check_field_keys, check_guards


def test_good_keys_pass():
    assert check_field_keys() == []


def test_malformed_keys_stop_the_check_and_name_the_fix(settings):
    settings.FIELD_KEYS = "k1:short"
    with pytest.raises(SystemCheckError) as caught:
        call_command("check", tags=["security"])
    assert "privacy.E001" in str(caught.value)
    assert "Make a new key with: python -c" in str(caught.value)
    assert "short" not in str(caught.value)


def test_guards_are_not_looked_at_without_a_database():
    assert check_guards(databases=None) == []


@pytest.mark.django_db(transaction=True)
def test_lost_guard_stops_the_check():
    guard, state = AppendOnly("privacy_erasure"), ProjectState()
    with connection.schema_editor() as editor:
        guard.database_backwards("privacy", editor, state, state)
    try:
        found = check_guards(databases=["default"])
    finally:
        with connection.schema_editor() as editor:
            guard.database_forwards("privacy", editor, state, state)
    assert [(error.id, error.msg) for error in found] == [
        ("privacy.E004", "The database no longer guards privacy_erasure against changes.")
    ]
    assert check_guards(databases=["default"]) == []
