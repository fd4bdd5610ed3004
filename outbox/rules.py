"""When to try again, what an answer of a mail server means, what own words may hold. Pure functions."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Verdict(Enum):
    """What to do after a mail could not be handed over."""

    RETRY = "retry"  # surely not sent
    UNCERTAIN = "uncertain"  # perhaps sent: try again, under the same Message-ID
    FAILED = "failed"  # refused for good


@dataclass(frozen=True)
class Refusal:
    """The verdict with a code that names no person and no address."""

    verdict: Verdict
    code: str


CAP_WINDOW = timedelta(hours=1)


def backoff(tries: int, delays: Sequence[int]) -> timedelta | None:
    """How long to wait after the n-th try (1 is the first); None when it is enough."""
    if tries < 1:
        raise ValueError("tries counts from 1")
    return timedelta(seconds=delays[tries - 1]) if tries <= len(delays) else None


def judge_smtp(code: int) -> Refusal:
    """The server answered: 4xx means later, 5xx means never (RFC 5321 section 4.2.1)."""
    permanent = 500 <= code < 600
    return Refusal(Verdict.FAILED if permanent else Verdict.RETRY, f"smtp-{code}")


def judge_http(status: int | None) -> Refusal:
    """A mail service answered over HTTP, or broke off (None).

    Wrong credentials and "slow down" can be mended, a refused message cannot; after a server
    error the message may have been taken.
    """
    if status is None:
        return Refusal(Verdict.UNCERTAIN, "http-lost")
    if status in {401, 403, 408, 429}:
        return Refusal(Verdict.RETRY, f"http-{status}")
    if 400 <= status < 500:
        return Refusal(Verdict.FAILED, f"http-{status}")
    return Refusal(Verdict.UNCERTAIN, f"http-{status}")


PLACEHOLDER = re.compile(r"\{([^{}\s]+)\}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with words that somebody wrote, for a program and for that person."""

    code: str
    message: str


def fault_in(text: str, known: Container[str]) -> Fault | None:
    """What is wrong with the words between braces in a text; None when nothing is (M5)."""
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        return Fault(
            "braces",
            "Er staat een accolade te veel of te weinig. Schrijf een invulwoord zo: {nummer}.",
        )
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            return Fault(
                "unknown-word",
                f"Het invulwoord {{{name}}} bestaat niet in deze mail. Kijk in de lijst welke er zijn.",
            )
    return None


def filled(text: str, values: Mapping[str, str]) -> str | None:
    """The text with every word between braces replaced once; None when a value is missing."""
    if any(not values.get(name) for name in PLACEHOLDER.findall(text)):
        return None
    return PLACEHOLDER.sub(lambda found: values[found.group(1)], text).strip()
