"""Write down readings and erasures, and carry out the retention policies."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from privacy.models import AccessLogHead, ClientDataAccess, Erasure, ErasureActor, ErasureReason


@transaction.atomic
def record_access(  # noqa: PLR0913 - each is a column of the log
    *,
    by: AbstractBaseUser,
    record_type: str,
    record_id: str,
    fields: str,
    purpose: str,
    route: str,
    now: datetime,
) -> ClientDataAccess:
    """Add one reading to the chain; call it in the transaction that reads.

    Readings queue up behind the head of the chain until the transaction ends, so keep it short.
    """
    head, _ = AccessLogHead.objects.select_for_update().get_or_create(pk=1)
    access = ClientDataAccess(
        who_id=by.pk,
        at=now,
        record_type=record_type,
        record_id=record_id,
        fields=fields,
        purpose=purpose,
        route=route,
        previous_hash=head.last_hash,
    )
    access.hash = access.computed_hash()
    access.save(force_insert=True)
    head.last_hash = access.hash
    head.length += 1
    head.save(update_fields=["last_hash", "length"])
    return access


def record_erasure(
    *,
    record_type: str,
    record_id: str,
    reason: ErasureReason,
    actor: ErasureActor,
    now: datetime,
) -> Erasure:
    """Leave a tombstone; call it in the transaction that erases."""
    return Erasure.objects.create(
        record_type=record_type,
        record_id=record_id,
        reason=reason,
        actor=actor,
        at=now,
    )
