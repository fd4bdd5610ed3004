"""The table of tests/privacy/notes.py, made once, and a look at what really lies in it."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from pytest_django.plugin import DjangoDbBlocker

from privacy.retention import Policy, register, unregister
from tests.privacy.notes import Note


@pytest.fixture(scope="session")
def note_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


@pytest.fixture
def stored(note_table: None, db: None) -> Callable[[UUID, str], str]:
    """What the database itself holds in a column."""

    def read(pk: UUID, column: str) -> str:
        rows = Note.objects.annotate(raw=Cast(column, TextField())).filter(pk=pk)
        return rows.values_list("raw", flat=True).get()

    return read


@pytest.fixture
def trial_policy() -> Iterator[Policy]:
    """A policy that finds groups of which the name begins with "oud"."""
    policy = register(
        Policy(
            name="trial",
            description="proef",
            due=lambda now: Group.objects.filter(name__startswith="oud"),
            erase=lambda group, now: group.delete(),
        )
    )
    yield policy
    unregister("trial")
