"""What beat starts in this room."""

import logging

from celery import shared_task
from django.utils import timezone

from coaching.services.reminders import remind, send_digest
from outbox.once import once

logger = logging.getLogger(__name__)

REMINDERS = "coaching.reminders"
DIGEST = "coaching.digest"


@shared_task(name=REMINDERS)
def reminders() -> None:
    """Queue the reminders that are due. A second run, or two at once, changes nothing."""
    with once(REMINDERS) as alone:
        if alone:
            logger.info("reminders: %d meetings near", remind(now=timezone.now()))


@shared_task(name=DIGEST)
def digest() -> None:
    """Queue the coaches' digest of this working morning. A second run changes nothing."""
    with once(DIGEST) as alone:
        if alone:
            send_digest(now=timezone.now())
