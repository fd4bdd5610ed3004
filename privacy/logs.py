"""Logging that tells what happened and where, and never about whom.

Link tokens, query strings and mail addresses are masked; of an exception only its class and the
place remain, because messages of databases and validators quote what people typed. Users appear
by key, addresses of visitors and their browsers not at all.
"""

import logging
import re
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

MASK = "●●"
_PATTERNS = (
    (re.compile(r"[^\s@<>\"'(),;:/=]+@[^\s@<>\"'(),;:/]+\.\w{2,}"), MASK),
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"']+"), rf"\1?{MASK}"),
    (re.compile(r"(?<=/)[\w.:=~%-]{20,}(?=[/\s?\"',)]|$)"), MASK),
)
# Celery logs what a task was called with and the text of what it raised.
_TELLING = ("args", "kwargs", "exc", "return_value", "traceback")


def mask(text: str) -> str:
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class HidePersonalData(logging.Filter):
    """Masks the finished message; stands on the handler, so that every logger passes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict):
            hidden = {name: MASK for name in _TELLING if name in record.args}
            record.args = {**record.args, **hidden}
        record.msg, record.args = mask(record.getMessage()), ()
        return True


def describe(error: BaseException) -> str:
    """Class and place of an exception and of those behind it, without their messages."""
    return "\n".join(line for link in _chain(error) for line in _lines(link))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in reversed(extract_tb(error.__traceback__)):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def place_only(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put `exception` in the place of `exc_info`."""
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, tuple) and exc_info[1] is not None:
        event["exception"] = describe(exc_info[1])
    return event


def logging_config(log_format: str, *, debug: bool = False) -> dict[str, Any]:
    """The LOGGING setting. `json` is one object per line; `console` is for people.

    With `debug` exceptions are shown whole: only for a developer's own machine.
    """
    if log_format not in {"json", "console"}:
        raise ValueError('LOG_FORMAT must be "json" or "console"')
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    exceptions = structlog.processors.format_exc_info if debug else place_only
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_personal_data": {"()": HidePersonalData}},
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [remove_meta, exceptions, renderer],
            },
        },
        "handlers": {
            "stream": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["hide_personal_data"],
            },
        },
        "root": {"handlers": ["stream"], "level": "INFO"},
        "loggers": {
            # Django's own handlers (error mails, the server's raw lines) give way to ours.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # Three lines per sweep, every few seconds, that say nothing.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }
