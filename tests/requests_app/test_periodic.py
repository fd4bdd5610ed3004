"""What beat starts: going on without an answer."""

from datetime import date, timedelta

import pytest
from celery import current_app
from time_machine import travel

from requests_app import periodic
from requests_app.choices import State
from requests_app.errors import Busy
from tests.factories import NOW, make_request

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 20)


def states(*requests):
    for request in requests:
        request.refresh_from_db()
    return [request.state for request in requests]


def test_beat_knows_the_task(settings):
    task = settings.CELERY_BEAT_SCHEDULE["requests-resume-unanswered"]["task"]

    assert task == periodic.RESUME
    assert task in current_app.tasks


def test_only_questions_that_are_overdue_go_on():
    overdue = make_request(State.INFO_NEEDED, question_due=DUE)
    waiting = make_request(State.INFO_NEEDED, question_due=DUE + timedelta(days=1))
    asked_before = make_request(State.INFO_NEEDED)

    with travel(NOW + timedelta(days=1), tick=False):
        periodic.resume_unanswered()
        periodic.resume_unanswered()

    assert states(overdue, waiting, asked_before) == [
        State.IN_REVIEW,
        State.INFO_NEEDED,
        State.INFO_NEEDED,
    ]
    assert overdue.events.count() == 3


def test_a_busy_request_does_not_keep_the_others_waiting(monkeypatch, caplog):
    first = make_request(State.INFO_NEEDED, question_due=DUE - timedelta(days=1))
    second = make_request(State.INFO_NEEDED, question_due=DUE)
    resume = periodic.resume_without_answer

    def busy_with_the_first(pk, *, now):
        if pk == first.pk:
            raise Busy("druk")
        return resume(pk, now=now)

    monkeypatch.setattr(periodic, "resume_without_answer", busy_with_the_first)
    with travel(NOW + timedelta(days=1), tick=False):
        periodic.resume_alone()

    assert states(first, second) == [State.INFO_NEEDED, State.IN_REVIEW]
    assert "is busy" in caplog.text


def test_another_runner_leaves_it_alone(monkeypatch):
    request = make_request(State.INFO_NEEDED, question_due=DUE)
    monkeypatch.setattr(periodic, "once", not_alone)

    with travel(NOW + timedelta(days=1), tick=False):
        periodic.resume_unanswered()

    assert states(request) == [State.INFO_NEEDED]


class not_alone:  # noqa: N801 - stands in for a function
    def __init__(self, _name):
        pass

    def __enter__(self):
        return False

    def __exit__(self, *_error):
        return None
