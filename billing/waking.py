"""Tell the worker that there are documents to make. A courtesy: whoever opens one first makes it."""

import logging

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from outbox.waking import breaker

logger = logging.getLogger(__name__)

RENDER = "billing.render_documents"
AT_ONCE = 50


def wake(ids: list[int]) -> None:
    """Publish the invoices in portions, without retries; a broker that is down costs one time-out."""
    try:
        for start in range(0, len(ids), AT_ONCE):
            if breaker.is_open():
                return
            current_app.send_task(RENDER, args=(ids[start : start + AT_ONCE],), retry=False)
    except (KombuError, RedisError, OSError) as error:
        breaker.trip()
        logger.warning("no wake-up for the worker: %s", type(error).__name__)
