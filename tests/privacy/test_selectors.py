from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection

from privacy.models import AccessLogHead, ClientDataAccess
from privacy.selectors import check_access_log, models_with_sealed_fields
from privacy.services import record_access
from tests.append_only import unguarded
from tests.privacy.notes import Note

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    user = User.objects.create_user("coach")
    return [
        record_access(
            by=user,
            record_type="requests_app.ClientDetails",
            record_id=str(number),
            fields="client",
            purpose="plannen",
            route="admin:x",
            now=NOW,
        )
        for number in range(4)
    ]


def test_untouched_log_is_whole(log):
    report = check_access_log()
    assert (report.is_whole, report.length, report.last_hash) == (True, 4, log[-1].hash)


def test_empty_log_is_whole():
    assert check_access_log().is_whole


def altered(log):
    ClientDataAccess.objects.filter(pk=log[1].pk).update(purpose="iets anders")
    return log[1].pk, "the row was changed"


def another_reader(log):
    other = User.objects.create_user("ander")
    ClientDataAccess.objects.filter(pk=log[2].pk).update(who=other)
    return log[2].pk, "the row was changed"


def row_removed(log):
    ClientDataAccess.objects.filter(pk=log[1].pk).delete()
    return log[2].pk, "a row before it is missing or planted"


def last_row_removed(log):
    ClientDataAccess.objects.filter(pk=log[3].pk).delete()
    return None, "rows are missing at, or planted after, the end"


def all_rows_removed(log):
    ClientDataAccess.objects.all().delete()
    return None, "rows are missing at, or planted after, the end"


def row_planted(log):
    planted = ClientDataAccess.objects.get(pk=log[3].pk)
    planted.pk, planted.previous_hash = None, log[3].hash
    planted.hash = planted.computed_hash()
    planted.save(force_insert=True)
    return None, "rows are missing at, or planted after, the end"


def head_reset(log):
    AccessLogHead.objects.update(last_hash=log[2].hash, length=3)
    return None, "rows are missing at, or planted after, the end"


@pytest.mark.parametrize(
    "tamper",
    [
        altered,
        another_reader,
        row_removed,
        last_row_removed,
        all_rows_removed,
        row_planted,
        head_reset,
    ],
)
def test_tampering_past_the_guards_is_found(log, tamper):
    with unguarded(connection):
        where, problem = tamper(log)
    report = check_access_log()
    assert (report.is_whole, report.broken_at, report.problem) == (False, where, problem)


def test_models_with_sealed_fields_are_those_of_the_installed_rooms():
    assert Note not in models_with_sealed_fields()
    assert not [model for model in models_with_sealed_fields() if model._meta.proxy]
