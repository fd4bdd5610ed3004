from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from privacy.models import ClientDataAccess
from privacy.services import record_access
from tests.append_only import unguarded


@pytest.fixture
def access(db):
    return record_access(
        by=User.objects.create_user("coach"),
        record_type="requests_app.ClientDetails",
        record_id="1",
        fields="client",
        purpose="plannen",
        route="admin:x",
        now=datetime(2026, 11, 21, tzinfo=UTC),
    )


def test_whole_chain_is_reported_with_its_last_hash(access):
    out = StringIO()
    call_command("verify_access_log", stdout=out)
    assert out.getvalue() == f"1 readings, chain whole, last hash {access.hash}\n"


def test_planted_edit_is_found(access):
    with unguarded(connection):
        ClientDataAccess.objects.update(record_id="2")
    with pytest.raises(CommandError, match=f"row {access.pk}: the row was changed"):
        call_command("verify_access_log")


def test_emptied_log_is_found(access):
    with unguarded(connection):
        ClientDataAccess.objects.all().delete()
    with pytest.raises(CommandError, match="broken: rows are missing at"):
        call_command("verify_access_log")
