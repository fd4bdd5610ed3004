"""Tell the worker that there is mail. A courtesy: without it the sweep finds the mail anyway."""

import logging
from dataclasses import dataclass
from time import monotonic

from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from outbox.tasks import deliver

logger = logging.getLogger(__name__)

QUIET_SECONDS = 15.0


@dataclass
class Breaker:
    """After a failure, spare the next requests the wait for a broker that is down."""

    quiet_until: float = 0.0

    def is_open(self) -> bool:
        return monotonic() < self.quiet_until

    def trip(self) -> None:
        self.quiet_until = monotonic() + QUIET_SECONDS


breaker = Breaker()


def wake(ids: list[str]) -> None:
    """Publish the ids once, without retries; a broker that is down costs one short time-out."""
    if not ids or breaker.is_open():
        return
    try:
        deliver.apply_async(args=(ids,), retry=False)
    except (KombuError, RedisError, OSError) as error:
        breaker.trip()
        logger.warning("no wake-up for the worker: %s", type(error).__name__)
