from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from privacy.models import GENESIS, AccessLogHead, ClientDataAccess

NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
FACTS = {
    "who_id": 1,
    "at": NOW,
    "record_type": "a.B",
    "record_id": "1",
    "fields": "client",
    "purpose": "plannen",
    "route": "admin:x",
    "previous_hash": GENESIS,
}


@pytest.mark.parametrize(
    "change",
    [
        {"who_id": 2},
        {"at": NOW + timedelta(microseconds=1)},
        {"record_type": "a.C"},
        {"record_id": "2"},
        {"fields": "naam"},
        {"purpose": "kijken"},
        {"route": "admin:y"},
        {"previous_hash": "1" * 64},
        {"record_type": "a.B1", "record_id": ""},
    ],
)
def test_hash_depends_on_every_fact(change):
    other = ClientDataAccess(**{**FACTS, **change}).computed_hash()
    assert other != ClientDataAccess(**FACTS).computed_hash()
    assert len(other) == 64


@pytest.mark.django_db
def test_hash_is_the_same_after_the_database():
    access = ClientDataAccess(**{**FACTS, "who_id": User.objects.create_user("a").pk})
    access.hash = access.computed_hash()
    access.save()
    assert ClientDataAccess.objects.get().computed_hash() == access.hash


@pytest.mark.django_db
def test_chain_cannot_fork():
    facts = {**FACTS, "who_id": User.objects.create_user("a").pk}
    ClientDataAccess.objects.create(**facts, hash="1" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientDataAccess.objects.create(**facts, hash="2" * 64)


@pytest.mark.django_db
def test_chain_has_one_head():
    AccessLogHead.objects.create(pk=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLogHead.objects.create(pk=2)


@pytest.mark.django_db
def test_who_read_client_data_cannot_be_removed():
    reader = User.objects.create_user("a")
    ClientDataAccess.objects.create(**{**FACTS, "who_id": reader.pk}, hash="1" * 64)
    with pytest.raises(ProtectedError):
        reader.delete()
