import pytest

from outbox import tasks
from outbox.models import OutgoingMail
from outbox.states import State

pytestmark = pytest.mark.django_db


def test_task_sends_the_mails_named(queued, smtp):
    mails = [queued(occasion=f"-{number}") for number in range(3)]
    tasks.deliver([str(mail.pk) for mail in mails[:2]])
    assert smtp.message_ids == [mail.message_id for mail in mails[:2]]
    mails[2].refresh_from_db()
    assert mails[2].state == State.QUEUED


def test_task_leaves_the_rest_to_the_sweep_when_time_is_up(queued, smtp, monkeypatch):
    monkeypatch.setattr(tasks, "time_left", lambda deadline: not smtp.messages)
    mails = [queued(occasion=f"-{number}") for number in range(3)]
    tasks.deliver([str(mail.pk) for mail in mails])
    assert smtp.message_ids == [mails[0].message_id]
    assert OutgoingMail.objects.filter(state=State.QUEUED).count() == 2


def test_deadline_leaves_room_for_one_more_sending(settings, monkeypatch):
    monkeypatch.setattr(tasks, "monotonic", lambda: 100.0)
    settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.EMAIL_TIMEOUT = 45, 10
    deadline = tasks.new_deadline()
    assert deadline == 125.0
    assert tasks.time_left(deadline)
    assert not tasks.time_left(100.0)
