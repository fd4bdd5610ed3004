"""Check that the access log is whole, and find what lies under an older key."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from privacy.crypto import keyring
from privacy.fields import sealed_fields
from privacy.models import GENESIS, AccessLogHead, ClientDataAccess


@dataclass(frozen=True)
class ChainReport:
    """What checking the log found; `broken_at` is the key of the first row that does not fit."""

    length: int
    last_hash: str
    broken_at: int | None = None
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.problem


def check_access_log() -> ChainReport:
    """Follow the chain from its beginning; stops at the first row that was tampered with.

    Note `length` and `last_hash` outside the database now and then: whoever can rewrite every
    row cannot rewrite that note.
    """
    previous, length = GENESIS, 0
    for access in ClientDataAccess.objects.order_by("pk").iterator(chunk_size=2000):
        if access.previous_hash != previous:
            return ChainReport(length, previous, access.pk, "a row before it is missing or planted")
        if access.computed_hash() != access.hash:
            return ChainReport(length, previous, access.pk, "the row was changed")
        previous, length = access.hash, length + 1
    head = AccessLogHead.objects.filter(pk=1).first() or AccessLogHead(pk=1)
    if (head.length, head.last_hash) != (length, previous):
        return ChainReport(length, previous, None, "rows are missing at, or planted after, the end")
    return ChainReport(length, previous)


def models_with_sealed_fields() -> list[type[Model]]:
    """Each table once: proxies are left out."""
    return [m for m in apps.get_models() if sealed_fields(m) and not m._meta.proxy]


def under_old_key(model: type[Model]) -> QuerySet[Any]:
    """Rows of which a value was not sealed with the first key."""
    tokens = {f"{field.name}_token": field.name for field in sealed_fields(model)}
    old = Q()
    for token in tokens:
        current = Q(**{f"{token}__startswith": keyring().current_prefix})
        old |= Q(**{f"{token}__gt": ""}) & ~current
    casts = {token: Cast(name, TextField()) for token, name in tokens.items()}
    rows: QuerySet[Any] = model._base_manager.annotate(**casts).filter(old).order_by("pk")
    return rows
