from datetime import timedelta

import pytest

from outbox.rules import Refusal, Verdict, backoff, fault_in, filled, judge_http, judge_smtp

DELAYS = [60, 120, 300]


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=2)),
        (3, timedelta(minutes=5)),
        (4, None),
        (99, None),
    ],
)
def test_backoff(tries, wait):
    assert backoff(tries, DELAYS) == wait


def test_backoff_without_delays_gives_up_at_once():
    assert backoff(1, []) is None


@pytest.mark.parametrize("tries", [0, -1])
def test_backoff_counts_from_one(tries):
    with pytest.raises(ValueError, match="counts from 1"):
        backoff(tries, DELAYS)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (421, Verdict.RETRY),
        (450, Verdict.RETRY),
        (452, Verdict.RETRY),
        (550, Verdict.FAILED),
        (554, Verdict.FAILED),
        (599, Verdict.FAILED),
        (-1, Verdict.RETRY),
        (600, Verdict.RETRY),
    ],
)
def test_judge_smtp(code, verdict):
    assert judge_smtp(code) == Refusal(verdict, f"smtp-{code}")


@pytest.mark.parametrize(
    ("status", "verdict", "code"),
    [
        (None, Verdict.UNCERTAIN, "http-lost"),
        (400, Verdict.FAILED, "http-400"),
        (422, Verdict.FAILED, "http-422"),
        (401, Verdict.RETRY, "http-401"),
        (403, Verdict.RETRY, "http-403"),
        (408, Verdict.RETRY, "http-408"),
        (429, Verdict.RETRY, "http-429"),
        (500, Verdict.UNCERTAIN, "http-500"),
        (503, Verdict.UNCERTAIN, "http-503"),
    ],
)
def test_judge_http(status, verdict, code):
    assert judge_http(status) == Refusal(verdict, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        ("Dag {naam}, over {nummer}.", None),
        ("{naam}{naam}", None),
        ("Dag {naam", "braces"),
        ("Dag naam}", "braces"),
        ("{{naam}}", "braces"),
        ("{ naam }", "braces"),
        ("{}", "braces"),
        ("{client}", "unknown-word"),
        ("{naam!r}", "unknown-word"),
        ("{0}", "unknown-word"),
    ],
)
def test_fault_in_words(text, code):
    fault = fault_in(text, {"naam", "nummer"})
    assert (fault.code if fault else None) == code


def test_fault_names_the_word_for_who_wrote_it():
    assert "{client} bestaat niet" in fault_in("Dag {client}", {"naam"}).message


def test_filled_replaces_each_word_once():
    assert filled(" Dag {naam} en {naam}\n", {"naam": "{nummer}", "nummer": "7"}) == (
        "Dag {nummer} en {nummer}"
    )


@pytest.mark.parametrize("values", [{}, {"naam": ""}])
def test_filled_is_none_when_a_value_is_missing(values):
    assert filled("Dag {naam}", values) is None
