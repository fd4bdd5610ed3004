"""At most so many guesses in a stretch of time, counted in the database cache.

Every guess takes a place before it is judged, and a place is one row that only one can insert:
however many guess at once, no more are let through. Places fall free by themselves when the
stretch is over, so nobody is shut out for good. Whom it is about is stored as a keyed hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """`guesses` for one subject in each stretch of `seconds`."""

    name: str
    guesses: int
    seconds: int


class Throttled(Exception):
    """No place left; `wait` is the number of seconds until there is one."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait

    @property
    def wait_text(self) -> str:
        """In words, rounded up: "1 minuut", "12 minuten", "3 uur"."""
        minutes = -(-self.wait // 60)
        if minutes > 60:
            return f"{-(-minutes // 60)} uur"
        return "1 minuut" if minutes == 1 else f"{minutes} minuten"


def admit(claims: Iterable[tuple[Limit, str]], *, now: datetime) -> list[str]:
    """Take one place under each limit, or none at all; raise Throttled."""
    taken: list[str] = []
    if not settings.THROTTLE:
        return taken
    try:
        for limit, subject in claims:
            taken.append(_take(limit, subject, now=now))
    except Throttled:
        release(taken)
        raise
    return taken


def release(places: list[str]) -> None:
    """Give places back: what they were taken for was no guess."""
    if places:
        cache.delete_many(places)


def forget(limit: Limit, subject: str, *, now: datetime) -> None:
    """Give back every place of this subject: it proved who it is."""
    if settings.THROTTLE:
        cache.delete_many(_places(limit, subject, now=now))


def _take(limit: Limit, subject: str, *, now: datetime) -> str:
    places = _places(limit, subject, now=now)
    taken = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, 1, timeout=limit.seconds):
            return place
    raise Throttled(limit.seconds - int(now.timestamp()) % limit.seconds)


def _places(limit: Limit, subject: str, *, now: datetime) -> list[str]:
    """A key belongs to one stretch only: a place that ran out is never taken a second time."""
    stretch = int(now.timestamp()) // limit.seconds
    digest = salted_hmac("privacy.throttle", subject, algorithm="sha256").hexdigest()[:40]
    return [f"throttle:{limit.name}:{digest}:{stretch}:{number}" for number in range(limit.guesses)]
