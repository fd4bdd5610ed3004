"""Words about a request: among the coaches, and the requester's answer to their question."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from outbox.services import enqueue
from requests_app import letters, rules
from requests_app.choices import Action, State
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest, InternalNote
from requests_app.services.transitions import Actor, lock_request, say, transition


@transaction.atomic
def add_note(pk: UUID, *, by: User, body: str, now: datetime) -> InternalNote:
    """Add an internal note; the requester never sees it."""
    request = lock_request(pk)
    return InternalNote.objects.create(request=request, at=now, by=by, body=body)


@retried
@transaction.atomic
def answer_question(
    pk: UUID, body: str, *, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Keep the requester's answer, sealed, and give the request back to the coaches.

    The promised answer date stays what it was: the clock ran on (STATES.md §6). Raises
    RuleViolation for an empty answer, IllegalTransition when no question waits.
    """
    if not body.strip():
        raise RuleViolation("Schrijf eerst je antwoord.", field="answer")
    request = lock_request(pk, version=version)
    event = transition(request, Action.ANSWER_INFO, actor=Actor.requester(), now=now)
    say(event, body)
    enqueue(letters.for_info_answered(request, event), now=now)
    return request


@retried
@transaction.atomic
def resume_without_answer(pk: UUID, *, now: datetime) -> bool:
    """Go on with a request whose question got no answer in time; tell whether there was one.

    Twice does no harm: an answer that came meanwhile, or another run, leaves nothing to do.
    """
    request = lock_request(pk)
    overdue = request.question_due is not None and rules.local_date(now) > request.question_due
    if request.state != State.INFO_NEEDED or not overdue:
        return False
    transition(request, Action.RESUME, actor=Actor.system(), now=now)
    return True
