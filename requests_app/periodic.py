"""What beat starts in this room."""

import logging

from celery import shared_task
from django.utils import timezone

from outbox.once import once
from requests_app.errors import Busy
from requests_app.rules import local_date
from requests_app.selectors.requester import overdue_questions
from requests_app.services import resume_without_answer

RESUME = "requests_app.resume_unanswered"

logger = logging.getLogger(__name__)


@shared_task(name=RESUME)
def resume_unanswered() -> None:
    """Every hour: let the coaches go on where the requester's answer did not come in time."""
    with once(RESUME) as alone:
        if alone:
            resume_alone()


def resume_alone() -> None:
    """Go on with each request in a transaction of its own; one that is busy waits an hour."""
    now = timezone.now()
    for pk in overdue_questions(local_date(now)):
        try:
            resume_without_answer(pk, now=now)
        except Busy:
            logger.warning("request %s is busy, left for the next hour", pk)
