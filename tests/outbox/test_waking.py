import os
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from kombu.exceptions import OperationalError

from outbox import waking
from outbox.tasks import deliver


@pytest.fixture
def published(monkeypatch):
    """What goes to the broker, and whether it fails."""
    calls, failures = [], []

    def publish(*, args, retry):
        calls.append((args, retry))
        if failures:
            raise failures[0]

    monkeypatch.setattr(deliver, "apply_async", publish)
    return calls, failures


def test_ids_go_out_once_and_without_retry(published):
    waking.wake(["a", "b"])
    assert published[0] == [((["a", "b"],), False)]


def test_nothing_to_say_publishes_nothing(published):
    waking.wake([])
    assert published[0] == []


@pytest.mark.parametrize(
    "error", [OperationalError("down"), ConnectionResetError(), TimeoutError()]
)
def test_broker_that_is_down_is_left_alone_for_a_while(published, monkeypatch, caplog, error):
    calls, failures = published
    now = 100.0
    monkeypatch.setattr(waking, "monotonic", lambda: now)
    failures.append(error)
    waking.wake(["a"])
    waking.wake(["b"])
    assert len(calls) == 1
    assert caplog.messages == [f"no wake-up for the worker: {type(error).__name__}"]
    failures.clear()
    now += waking.QUIET_SECONDS
    waking.wake(["c"])
    assert calls[-1] == ((["c"],), False)


def test_in_a_rush_the_worker_is_told_once_a_second(published, monkeypatch):
    now = 100.0
    monkeypatch.setattr(waking, "monotonic", lambda: now)
    waking.wake(["a"])
    waking.wake(["b"])
    now += waking.PAUSE_SECONDS
    waking.wake(["c"])
    assert published[0] == [((["a"],), False), ((["c"],), False)]


def measured(broker):
    """Seconds and state of the breaker of two wake-ups, with the product's own settings."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.outbox.measure_wake"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("WAKE_SETTINGS", "cso_portal.settings"),
            "REDIS_URL": broker,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [
        (float(seconds), is_open == "True")
        for seconds, is_open in (line.split() for line in done.stdout.splitlines())
    ]


@pytest.mark.slow
def test_redis_that_is_down_costs_next_to_nothing():
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (first, opened), (second, still) = measured(f"redis://127.0.0.1:{port}/0")
    assert (opened, still) == (True, True)
    assert first < 1.5
    assert second < 0.1


@pytest.mark.slow
def test_redis_that_hangs_costs_one_short_wait():
    with closing(socket.create_server(("127.0.0.1", 0))) as hung:
        (first, opened), (second, still) = measured(f"redis://127.0.0.1:{hung.getsockname()[1]}/0")
    assert (opened, still) == (True, True)
    assert first < 2.5
    assert second < 0.1


@pytest.mark.slow
@pytest.mark.redis
def test_redis_that_is_up_takes_the_wake_up(redis_url):
    assert [is_open for _, is_open in measured(redis_url)] == [False, False]
