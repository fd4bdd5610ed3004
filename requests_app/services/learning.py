"""The client's second, free agreement: anonymous lessons may be drawn from the talk (C6)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from requests_app.errors import RuleViolation
from requests_app.models import ConsultRequest, LearningConsent
from requests_app.selectors import catalogue, withdrawable
from requests_app.services.transitions import Actor, lock_request


@transaction.atomic
def give_learning(pk: UUID, *, shown: int | None, actor: Actor, now: datetime) -> ConsultRequest:
    """Record that the client agrees; `shown` is the version of the text that was on the page.

    Agreed already: nothing changes. Raises RuleViolation without an agreement to the request
    itself, and when the text was renewed meanwhile.
    """
    request = lock_request(pk)
    if not withdrawable(request):
        raise RuleViolation("Dit kan alleen als er een akkoord van de cliënt is.")
    text = catalogue().learning_text
    if text is None or shown != text.version:
        raise RuleViolation(
            "De tekst is vernieuwd. Lees ze opnieuw en bewaar dan.", field="learning"
        )
    last = _last(request)
    if last is None or not last.given:
        LearningConsent.objects.create(
            request=request,
            text_version=text,
            text=text.text,
            given=True,
            at=now,
            actor=actor.kind,
            by=actor.user,
        )
    return request


@transaction.atomic
def withdraw_learning(pk: UUID, *, actor: Actor, now: datetime) -> ConsultRequest:
    """Record that the client does not agree any more; nothing changes when nothing was agreed."""
    request = lock_request(pk)
    end_learning(request, actor=actor, now=now)
    return request


def end_learning(request: ConsultRequest, *, actor: Actor, now: datetime) -> None:
    """End the agreement of a locked request, where there is one, to the text it was given to."""
    last = _last(request)
    if last is not None and last.given:
        LearningConsent.objects.create(
            request=request,
            text_version_id=last.text_version_id,
            text=last.text,
            given=False,
            at=now,
            actor=actor.kind,
            by=actor.user,
        )


def _last(request: ConsultRequest) -> LearningConsent | None:
    return request.learning_consents.order_by("-pk").first()
