"""When to try again, and what an answer of a mail server means. Pure functions."""

from collections.abc import Sequence
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
