import io
import json
import logging
import logging.config
from contextlib import contextmanager

import pytest

from privacy.logs import describe, logging_config, mask

CANARY = "Zahra Kanarievogel"
TOKEN = "eyJ1IjoiM2Y4.1aBcDe:Xy-z_0123456789abcdefghij"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Not Found: /aanvraag/{TOKEN}/", "Not Found: /aanvraag/●●/"),
        (f"Not Found: /aanvraag/{TOKEN}/bedankt/", "Not Found: /aanvraag/●●/bedankt/"),
        (f"'GET /aanvraag/{TOKEN}'", "'GET /aanvraag/●●'"),
        (f'"GET /overeenkomst/{TOKEN}/ HTTP/1.1" 200 5', '"GET /overeenkomst/●●/ HTTP/1.1" 200 5'),
        ("/aanvragen/?naam=Zahra&q=a b", "/aanvragen/?●● b"),
        ("Not Found: /beheer/login/?next=/x/", "Not Found: /beheer/login/?●●"),
        ("to jan.peeters@ocmw.voorbeeld.be now", "to ●● now"),
        ('<a+b@c.be>, "d@e.com"', '<●●>, "●●"'),
        ("Not Found: /favicon.ico", "Not Found: /favicon.ico"),
        ("Is it done? Yes", "Is it done? Yes"),
        (
            "Task outbox.deliver[0b2f7f3e-1b52-4d53-8a35-6f8ad5e3c1b2] received",
            "Task outbox.deliver[0b2f7f3e-1b52-4d53-8a35-6f8ad5e3c1b2] received",
        ),
    ],
)
def test_mask(text, masked):
    assert mask(text) == masked


@contextmanager
def configured(log_format, **options):
    """What lands on the stream while this configuration is on."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    config = logging_config(log_format, **options)
    stream = io.StringIO()
    config["handlers"]["stream"]["stream"] = stream
    try:
        logging.config.dictConfig(config)
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def fail_quoting_the_client():
    try:
        {}[CANARY]
    except KeyError as error:
        raise ValueError(f"Key (name)=({CANARY}) already exists.") from error


def test_json_line_says_what_and_where_and_never_whom():
    with configured("json") as stream:
        try:
            fail_quoting_the_client()
        except ValueError:
            logging.getLogger("coaching").exception("failed for user %s at /x/%s/", 5, TOKEN)
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert CANARY not in line
    assert (event["event"], event["level"], event["logger"]) == (
        "failed for user 5 at /x/●●/",
        "error",
        "coaching",
    )
    assert event["exception"].startswith("builtins.ValueError\n")
    assert "builtins.KeyError" in event["exception"]
    assert "fail_quoting_the_client" in event["exception"]
    assert event["timestamp"].endswith("Z")


def test_console_is_as_silent():
    with configured("console") as stream:
        try:
            fail_quoting_the_client()
        except ValueError:
            logging.getLogger("django.request").exception("broken")
    assert CANARY not in stream.getvalue()
    assert "builtins.ValueError" in stream.getvalue()


def test_developer_sees_exceptions_whole():
    with configured("console", debug=True) as stream:
        try:
            fail_quoting_the_client()
        except ValueError:
            logging.getLogger("coaching").exception("broken")
    assert CANARY in stream.getvalue()


def test_what_a_task_was_called_with_and_raised_stays_out():
    facts = {"name": "outbox.deliver", "id": "1", "exc": f"ValueError({CANARY!r})", "args": CANARY}
    with configured("json") as stream:
        logging.getLogger("celery.app.trace").error("Task %(name)s raised: %(exc)s", facts)
    assert json.loads(stream.getvalue())["event"] == "Task outbox.deliver raised: ●●"


@pytest.mark.django_db
def test_request_warnings_pass_the_mask(client):
    with configured("json") as stream:
        client.get(f"/bestaat-niet/{TOKEN}/", {"naam": CANARY}, headers={"user-agent": CANARY})
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["Not Found: /bestaat-niet/●●/"]
    assert CANARY not in stream.getvalue()
    assert "127.0.0.1" not in stream.getvalue()


def test_chain_that_loops_is_described_once():
    one, two = ValueError("a"), KeyError("b")
    one.__cause__, two.__cause__ = two, one
    assert describe(one) == "builtins.ValueError\nbuiltins.KeyError"


def test_suppressed_context_is_left_out():
    error = ValueError("a")
    error.__context__ = KeyError("b")
    assert describe(error) == "builtins.ValueError\nbuiltins.KeyError"
    error.__suppress_context__ = True
    assert describe(error) == "builtins.ValueError"


def test_unknown_format_is_refused():
    with pytest.raises(ValueError, match='must be "json" or "console"'):
        logging_config("xml")
