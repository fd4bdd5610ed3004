"""Telling the worker is a courtesy: it never costs more than a moment, and never an error."""

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from billing import waking


class Published(list):
    """Stands in for the broker; raises when it is told to."""

    error = None

    def __call__(self, name, *, args, retry):
        if self.error:
            raise self.error
        self.append((name, *args, retry))


@pytest.fixture
def published(monkeypatch):
    box = Published()
    monkeypatch.setattr(current_app, "send_task", box)
    monkeypatch.setattr(waking.breaker, "quiet_until", 0.0)
    return box


def test_ids_go_in_portions_and_are_not_retried(published):
    waking.wake(list(range(1, 121)))

    assert published == [
        ("billing.render_documents", list(range(1, 51)), False),
        ("billing.render_documents", list(range(51, 101)), False),
        ("billing.render_documents", list(range(101, 121)), False),
    ]


@pytest.mark.parametrize("error", [OperationalError("weg"), OSError("weg")])
def test_a_broker_that_is_down_is_left_alone_for_a_while(published, error, caplog):
    published.error = error

    waking.wake([1])
    published.error = None
    waking.wake([2])

    assert published == []
    assert [record.message for record in caplog.records] == [
        f"no wake-up for the worker: {type(error).__name__}"
    ]
