"""What beat starts in this room."""

import logging

from celery import shared_task
from django.utils import timezone

from privacy.services import apply_policies

logger = logging.getLogger(__name__)


@shared_task(name="privacy.retention")
def retention() -> None:
    """Every night; a second run, or two at once, changes nothing."""
    for name, erased in apply_policies(now=timezone.now()).items():
        logger.info("retention %s: %d erased", name, erased)
