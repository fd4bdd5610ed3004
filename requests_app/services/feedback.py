"""Three questions after the talk, answered once (R5)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.services import enqueue
from requests_app import letters
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import TalkFeedback
from requests_app.services.transitions import lock_request


@dataclass(frozen=True, slots=True)
class Answers:
    """What the requester says about the talk; the words are never logged."""

    helped: str
    worked_well: str
    words: str = field(default="", repr=False)


@retried
@transaction.atomic
def give_feedback(pk: UUID, answers: Answers, *, now: datetime) -> TalkFeedback:
    """Keep what the requester says about a talk that was held, for the coaches only.

    Raises RuleViolation before the talk is registered, a second time, and once the free texts of
    the request were erased: nothing would erase these words any more.
    """
    request = lock_request(pk)
    if request.state != State.COMPLETED:
        raise RuleViolation("Feedback kan pas als het gesprek geregistreerd is.")
    if request.client_erased_at:
        raise RuleViolation("De gegevens van deze aanvraag zijn gewist. Mail of bel ons.")
    if TalkFeedback.objects.filter(request=request).exists():
        raise RuleViolation("Je gaf al feedback over dit gesprek. Bedankt.")
    feedback = TalkFeedback.objects.create(
        request=request,
        helped=answers.helped,
        worked_well=answers.worked_well,
        words=answers.words,
        at=now,
    )
    enqueue(letters.for_feedback(request), now=now)
    return feedback
