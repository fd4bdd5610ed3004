"""Celery entry points; ids in."""

from time import monotonic

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from outbox.delivery import deliver as deliver_one


def time_left(deadline: float) -> bool:
    """Whether another sending still fits before the soft time limit."""
    return monotonic() < deadline


def new_deadline() -> float:
    """A sending takes at most EMAIL_TIMEOUT for each of a few steps; stop well before."""
    return monotonic() + settings.CELERY_TASK_SOFT_TIME_LIMIT - 2 * settings.EMAIL_TIMEOUT


@shared_task(name="outbox.deliver")
def deliver(ids: list[str]) -> None:
    """Send these mails now; what does not fit in the time is left for the sweep."""
    deadline = new_deadline()
    for pk in ids:
        if not time_left(deadline):
            return
        deliver_one(pk, now=timezone.now())
