"""Tell the worker that there is mail. A courtesy: without it the sweep finds the mail anyway."""

import logging
from dataclasses import dataclass
from time import monotonic

from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from outbox.tasks import deliver

logger = logging.getLogger(__name__)

# After a publish that failed: spare the next requests the wait for a broker that is down.
QUIET_SECONDS = 15.0
# After one that went well: in a rush one wake-up a second is enough, the sweep takes the rest.
PAUSE_SECONDS = 1.0


@dataclass
class Breaker:
    """Keeps this process from publishing for a while."""

    quiet_until: float = 0.0

    def is_open(self) -> bool:
        return monotonic() < self.quiet_until

    def trip(self, seconds: float = QUIET_SECONDS) -> None:
        self.quiet_until = monotonic() + seconds


# The broker is down; whoever publishes in this process shares it.
breaker = Breaker()
# The worker was told a moment ago.
rush = Breaker()


def wake(ids: list[str]) -> None:
    """Publish the ids once, without retries; a broker that is down costs one short time-out.

    Ids that come within a second after a publish are left to the sweep.
    """
    if not ids or breaker.is_open() or rush.is_open():
        return
    try:
        deliver.apply_async(args=(ids,), retry=False)
    except (KombuError, RedisError, OSError) as error:
        breaker.trip()
        logger.warning("no wake-up for the worker: %s", type(error).__name__)
    else:
        rush.trip(PAUSE_SECONDS)
