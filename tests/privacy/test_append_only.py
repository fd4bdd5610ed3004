import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState
from django.utils import timezone

from privacy.append_only import AppendOnly, NoDelete, installed_triggers, missing_guards
from privacy.models import Erasure
from tests.append_only import unguarded

TABLE = "privacy_trial"


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql):
    try:
        with transaction.atomic():
            execute(sql)
    except IntegrityError as error:
        return "rows are kept as they were written" in str(error)
    return False


def apply(operation, *, back=False):
    move = operation.database_backwards if back else operation.database_forwards
    with connection.schema_editor() as editor:
        move("privacy", editor, ProjectState(), ProjectState())


@pytest.fixture
def trial(transactional_db):
    execute(f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, word text, paid integer)")
    execute(f"INSERT INTO {TABLE} VALUES (1, 'one', NULL), (2, 'two', 2)")
    yield
    execute(f"DROP TABLE {TABLE}")


CHANGE_WORD = f"UPDATE {TABLE} SET word = 'x' WHERE id = 1"
CHANGE_PAID = f"UPDATE {TABLE} SET paid = 9 WHERE id = 1"
CHANGE_BOTH = f"UPDATE {TABLE} SET paid = 8, word = 'x' WHERE id = 1"
EMPTY_WORD = f"UPDATE {TABLE} SET word = NULL WHERE id = 1"
DELETE = f"DELETE FROM {TABLE} WHERE id = 1"
ATTEMPTS = [CHANGE_WORD, CHANGE_PAID, CHANGE_BOTH, EMPTY_WORD, DELETE]


@pytest.mark.parametrize(
    ("operation", "refusals"),
    [
        (AppendOnly(TABLE), ATTEMPTS),
        (AppendOnly(TABLE, updatable=["paid"]), [CHANGE_WORD, CHANGE_BOTH, EMPTY_WORD, DELETE]),
        (AppendOnly(TABLE, allow_delete=True), [CHANGE_WORD, CHANGE_PAID, CHANGE_BOTH, EMPTY_WORD]),
        (AppendOnly(TABLE, when="OLD.word = 'two'"), []),
        (AppendOnly(TABLE, when="OLD.word = 'one'"), ATTEMPTS),
        (
            AppendOnly(TABLE, when="OLD.word = 'one'", updatable=["word"]),
            [CHANGE_PAID, CHANGE_BOTH, DELETE],
        ),
        (NoDelete(TABLE), [DELETE]),
    ],
)
@pytest.mark.usefixtures("trial")
def test_operation_refuses_exactly_what_it_says_and_can_be_undone(operation, refusals):
    apply(operation)
    found = []
    for attempt in ATTEMPTS:
        if refused(attempt):
            found.append(attempt)
        else:
            apply(operation, back=True)
            execute(f"DELETE FROM {TABLE} WHERE id = 1")
            execute(f"INSERT INTO {TABLE} VALUES (1, 'one', NULL)")
            apply(operation)
    assert found == refusals
    execute(f"INSERT INTO {TABLE} VALUES (3, 'three', NULL)")
    apply(operation, back=True)
    assert [attempt for attempt in ATTEMPTS if refused(attempt)] == []


@pytest.mark.usefixtures("trial")
def test_operation_applied_again_replaces_itself():
    apply(AppendOnly(TABLE))
    apply(NoDelete(TABLE))
    apply(AppendOnly(TABLE, updatable=["paid"]))
    assert [refused(CHANGE_PAID), refused(CHANGE_WORD), refused(DELETE)] == [False, True, True]


@pytest.mark.postgres
@pytest.mark.usefixtures("trial")
def test_truncate_is_refused_and_a_later_column_is_guarded():
    apply(AppendOnly(TABLE, updatable=["paid"]))
    execute(f"ALTER TABLE {TABLE} ADD COLUMN later text")
    assert refused(f"TRUNCATE {TABLE}")
    assert refused(f"UPDATE {TABLE} SET later = 'x'")


@pytest.mark.parametrize(
    "operation",
    [AppendOnly("a"), AppendOnly("a", updatable=["b"], when="OLD.c = 1", allow_delete=True)],
)
def test_operation_deconstructs_to_itself(operation):
    name, args, kwargs = operation.deconstruct()
    again = AppendOnly(*args, **kwargs)
    assert name == "AppendOnly"
    assert vars(again) == vars(operation)


def test_operations_say_what_they_do():
    assert AppendOnly("a").describe() == "Let the database refuse changes to a"
    assert NoDelete("a").describe() == "Let the database refuse deletion from a"


@pytest.mark.django_db
def test_every_guard_the_migrations_promise_is_in_the_database():
    assert missing_guards(connection) == []
    assert "append_only_privacy_erasure_delete" in installed_triggers(connection)


@pytest.mark.django_db(transaction=True)
def test_lost_guard_is_found():
    guard = AppendOnly("privacy_erasure")
    apply(guard, back=True)
    try:
        assert missing_guards(connection) == ["privacy_erasure"]
    finally:
        apply(guard)
    assert missing_guards(connection) == []


@pytest.mark.django_db(transaction=True)
def test_tests_may_empty_a_guarded_table_and_the_guard_is_back_afterwards():
    Erasure.objects.create(
        record_type="a", record_id="1", reason="withdrawn", actor="system", at=timezone.now()
    )
    with unguarded(connection):
        execute("DELETE FROM privacy_erasure")
    assert Erasure.objects.count() == 0
    Erasure.objects.create(
        record_type="a", record_id="1", reason="withdrawn", actor="system", at=timezone.now()
    )
    assert refused("DELETE FROM privacy_erasure")
