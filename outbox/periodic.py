"""What beat starts in this room."""

from celery import shared_task
from django.utils import timezone

from outbox.delivery import deliver, release_expired
from outbox.models import Heartbeat
from outbox.once import once
from outbox.selectors import SWEEP, due_ids
from outbox.tasks import new_deadline, time_left

BATCH = 200


@shared_task(name=SWEEP)
def sweep() -> None:
    """Every few seconds: free what a dead worker left, send what is due. Two at once do no harm."""
    with once(SWEEP) as alone:
        if alone:
            sweep_alone()


def sweep_alone() -> None:
    deadline = new_deadline()
    now = timezone.now()
    Heartbeat.objects.update_or_create(name=SWEEP, defaults={"at": now})
    release_expired(now=now)
    for pk in due_ids(now, limit=BATCH):
        if not time_left(deadline):
            return
        deliver(pk, now=timezone.now())
