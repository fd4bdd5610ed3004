"""What beat starts: idempotent, one at a time."""

from contextlib import contextmanager
from datetime import date, time

import pytest
import time_machine
from django.conf import settings

from coaching import periodic
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.rules import brussels_moment
from tests import factories

pytestmark = pytest.mark.django_db
JOBS = [periodic.reminders, periodic.digest]


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


@pytest.mark.parametrize("job", JOBS)
def test_beat_knows_the_job(job):
    assert job.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_two_beats_change_nothing():
    factories.make_request(State.PLANNED)
    factories.make_request(State.SUBMITTED)
    with time_machine.travel(brussels_moment(date(2026, 11, 26), time(8, 5)), tick=False):
        for job in JOBS * 2:
            job()

    assert kinds() == ["coaching.digest", "coaching.reminder", "coaching.supporter_reminder"]


@pytest.mark.parametrize("job", JOBS)
def test_who_is_not_alone_does_nothing(job, monkeypatch):
    @contextmanager
    def taken(_name):
        yield False

    monkeypatch.setattr(periodic, "once", taken)
    factories.make_request(State.PLANNED)
    factories.make_request(State.SUBMITTED)
    with time_machine.travel(brussels_moment(date(2026, 11, 26), time(8, 5)), tick=False):
        job()

    assert kinds() == []
