"""The coaches ask the requester something before they decide."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from coaching.notifications.asking import for_info_asked
from outbox.services import enqueue
from requests_app import rules
from requests_app.choices import Action
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest
from requests_app.selectors import days_off, service_settings
from requests_app.services import Actor, lock_request, transition
from requests_app.services.transitions import say

# Further ahead than twenty working days with every holiday and closing period in between.
MOST_DAYS = timedelta(days=120)


@retried
@transaction.atomic
def ask_info(
    pk: UUID, *, question: str, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Ask the requester something; the words are kept encrypted and read on the secured page.

    The requester has some working days (a setting, three by default), after which the coaches go on
    without an answer. The clock of the promised answer runs on: asking is no answer (STATES.md §6).
    """
    if not question.strip():
        raise RuleViolation("Schrijf eerst je vraag.", field="question")
    request = lock_request(pk, version=version)
    today = rules.local_date(now)
    due = rules.shift_working_days(
        today, service_settings().question_working_days, days_off(today, today + MOST_DAYS)
    )
    event = transition(
        request,
        Action.ASK_INFO,
        actor=Actor.staff(by),
        now=now,
        changes={"question_due": due},
    )
    say(event, question)
    enqueue(for_info_asked(request, event), now=now)
    return request
