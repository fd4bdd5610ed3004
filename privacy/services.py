"""Write down readings and erasures, and carry out the retention policies."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from privacy.fields import sealed_fields
from privacy.models import AccessLogHead, ClientDataAccess, Erasure, ErasureActor, ErasureReason
from privacy.retention import Policy, policies
from privacy.selectors import under_old_key


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


def apply_policy(policy: Policy, *, now: datetime) -> int:
    """Erase what is due, object by object; returns how many. Two runs at once erase nothing twice.

    Each object is locked and asked again whether it is due, in its own short transaction, so that
    one that changed meanwhile is left alone and a crash loses nothing.
    """
    erased = 0
    for pk in list(policy.due(now).values_list("pk", flat=True)):
        with transaction.atomic():
            due = policy.due(now).select_for_update(skip_locked=True, of=("self",))
            obj = due.filter(pk=pk).first()
            if obj is not None:
                policy.erase(obj, now=now)
                erased += 1
    return erased


def apply_policies(*, now: datetime) -> dict[str, int]:
    """Carry out every registered policy; the number erased by name."""
    return {policy.name: apply_policy(policy, now=now) for policy in policies()}


def reseal(model: type[models.Model], *, batch_size: int = 200) -> int:
    """Seal with the first key what lies under an older one; returns the number of rows changed.

    Rows are locked while they are read and written, so nobody's change is overwritten.
    """
    pks = list(under_old_key(model).values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(pks), batch_size):
        with transaction.atomic():
            rows = model._base_manager.select_for_update(of=("self",)).order_by("pk")
            for obj in rows.filter(pk__in=pks[start : start + batch_size]):
                changed += _reseal_row(obj)
    return changed


def _reseal_row(obj: models.Model) -> int:
    fresh = {field.name: field.resealed(obj) for field in sealed_fields(type(obj))}
    changes = {name: sealed for name, sealed in fresh.items() if sealed is not None}
    return type(obj)._base_manager.filter(pk=obj.pk).update(**changes) if changes else 0
