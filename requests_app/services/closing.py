"""The requester's ways to end a request: cancel it, or withdraw the client's agreement."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.services import enqueue_all
from privacy.fields import sealed_fields
from privacy.models import ErasureActor, ErasureReason
from privacy.services import record_erasure
from requests_app import notifications
from requests_app.choices import Action
from requests_app.errors import RuleViolation, TalkBegun
from requests_app.models import ClientDetails, ConsentWithdrawal, ConsultRequest, TalkFeedback
from requests_app.services.learning import end_learning
from requests_app.services.transitions import (
    Actor,
    count_outcome,
    lock_request,
    transition,
)
from requests_app.signals import request_ended


@transaction.atomic
def cancel_request(
    pk: UUID, *, actor: Actor, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Cancel an open request; the appointment, where there is one, goes with it."""
    request = lock_request(pk, version=version)
    event = transition(request, Action.CANCEL, actor=actor, now=now)
    _announce_end(request, actor=actor, now=now)
    count_outcome(request)
    enqueue_all(notifications.for_cancelled(request, event), now=now)
    return request


@transaction.atomic
def withdraw_consent(
    pk: UUID, *, actor: Actor, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Record that the client withdrew the agreement, and erase the client block at once.

    Whatever else was agreed to, anonymous learning from the talk, ends with it.
    An open request is cancelled with it, unless its talk has begun: that one is still to be
    registered. A closed one keeps its state. The proof that there was an
    agreement, and that it was withdrawn, stays (SERVICE.md §3.1). Raises RuleViolation when there
    is no agreement to withdraw or it was withdrawn before.
    """
    request = lock_request(pk, version=version)
    consent = getattr(request, "consent", None)
    if consent is None:
        raise RuleViolation("Bij deze aanvraag hoort geen akkoord van een cliënt.")
    if ConsentWithdrawal.objects.filter(consent=consent).exists():
        raise RuleViolation("Het akkoord was al ingetrokken. De gegevens zijn gewist.")
    ConsentWithdrawal.objects.create(consent=consent, at=now, by=actor.user, actor=actor.kind)
    end_learning(request, actor=actor, now=now)
    erase_client(request, reason=ErasureReason.WITHDRAWN, actor=actor, now=now)
    if request.is_open:
        try:
            with transaction.atomic():
                _end_without_agreement(request, actor=actor, now=now)
        except TalkBegun:
            request.refresh_from_db()
    return request


def _end_without_agreement(request: ConsultRequest, *, actor: Actor, now: datetime) -> None:
    event = transition(request, Action.WITHDRAW_CONSENT, actor=actor, now=now)
    _announce_end(request, actor=actor, now=now)
    count_outcome(request, reason="consent_withdrawn")
    enqueue_all(notifications.for_cancelled(request, event), now=now)


def erase_client(
    request: ConsultRequest, *, reason: ErasureReason, actor: Actor, now: datetime
) -> None:
    """Erase the client block and every free text of a locked request; leave a tombstone."""
    ClientDetails.objects.filter(request=request).delete()
    request.messages.all().delete()
    request.notes.all().delete()
    request.codes.all().delete()
    TalkFeedback.objects.filter(request=request).update(words="")
    free_texts = [field.name for field in sealed_fields(ConsultRequest)]
    for name in free_texts:
        setattr(request, name, "")
    request.client_erased_at = now
    request.save(update_fields=[*free_texts, "client_erased_at"])
    record_erasure(
        record_type="requests_app.ConsultRequest",
        record_id=str(request.pk),
        reason=reason,
        actor=ErasureActor(actor.kind),
        now=now,
    )


def _announce_end(request: ConsultRequest, *, actor: Actor, now: datetime) -> None:
    request_ended.send(sender=ConsultRequest, request=request, actor=actor, now=now)
