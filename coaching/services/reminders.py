"""The mails that the clock sends: reminders of meetings, and the coaches' morning digest."""

from datetime import datetime

from django.db import transaction

from coaching import notifications
from coaching.selectors.digest import digest_of
from coaching.selectors.reminders import due_for_reminder
from outbox.services import enqueue_all
from requests_app.rules import is_working_day, local_date
from requests_app.selectors import days_off


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Queue the reminders that are due; once for each version of a meeting. Return how many meetings.

    Run it as often as you like: what was queued before stays one mail.
    """
    versions = due_for_reminder(now=now)
    enqueue_all(
        [entry for version in versions for entry in notifications.for_reminder(version)], now=now
    )
    return len(versions)


@transaction.atomic
def send_digest(*, now: datetime) -> bool:
    """Queue the digest of this working morning; none on a day off, none when there is nothing."""
    today = local_date(now)
    if not is_working_day(today, days_off(today, today)) or digest_of(now=now).is_empty:
        return False
    enqueue_all(notifications.for_digest(today), now=now)
    return True
