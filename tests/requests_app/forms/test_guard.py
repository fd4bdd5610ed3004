"""The guard without a puzzle: what stops a robot, and that a person stopped by mistake goes on."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from requests_app import links
from requests_app.forms import guard
from tests.factories import NOW


@pytest.fixture
def stamp():
    with time_machine.travel(NOW, tick=False):
        return links.new_submission_token()


def judged(seconds, **data):
    """Return the form as it is judged so long after it was shown, with what is wrong."""
    with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
        form = guard.Guarded(data)
        form.is_valid()
        return form, form.non_field_errors()


@pytest.mark.parametrize(
    ("seconds", "errors"),
    [(0, [guard.QUICK]), (2, [guard.QUICK]), (3, []), (3600, []), (3 * 86400, [guard.STALE])],
)
def test_a_form_takes_some_seconds_and_not_days(stamp, seconds, errors):
    assert judged(seconds, begonnen=stamp)[1] == errors


def test_who_was_too_quick_sends_the_same_form_again(stamp):
    form, errors = judged(1, begonnen=stamp)
    assert (errors, form.stamp) == ([guard.QUICK], stamp)

    form, errors = judged(4, begonnen=form.stamp)

    assert errors == []
    assert isinstance(form.token, UUID)


def test_field_that_nobody_sees_must_stay_empty(stamp):
    assert judged(60, begonnen=stamp, website="https://koop.voorbeeld.be")[1] == [guard.TRAP]


@pytest.mark.parametrize("tampered", ["", "x", "a:b:c", "é"])
def test_stamp_that_is_not_ours_is_replaced(tampered):
    form, errors = judged(60, begonnen=tampered)

    assert (errors, form.token) == ([guard.STALE], None)
    with time_machine.travel(NOW, tick=False):
        assert links.read_submission_token(form.stamp)
    assert guard.too_quick(tampered) is False


def test_fresh_form_carries_a_stamp_and_asks_nothing_more():
    form = guard.Guarded()

    assert links.read_submission_token(form.stamp)
    assert 'tabindex="-1"' in str(form["website"])
