"""What a service does when the database cannot give it a turn: try again, then say so.

Locks are taken in one order everywhere (PROMISES M6): CSO, request, organisation, counter of
talks, number series. Deadlocks are then not expected, but they, serialisation failures and lock
time-outs are answered here and never reach a person as an error page.
"""

import logging
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

from requests_app.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
PAUSE_SECONDS = 0.05
# deadlock detected, could not serialise, lock not available
SQLSTATES = frozenset({"40P01", "40001", "55P03"})
# SQLITE_BUSY and SQLITE_LOCKED, without their extended bits
SQLITE_CODES = frozenset({5, 6})

logger = logging.getLogger(__name__)


def retried(service: Callable[P, T]) -> Callable[P, T]:
    """Run a service that opens its own transaction up to three times; raise Busy after that.

    Put it outside `transaction.atomic`. Inside somebody else's transaction nothing can be tried
    again, because that transaction is broken as a whole.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        tries = 1 if connection.in_atomic_block else TRIES
        while True:
            tries -= 1
            try:
                return service(*args, **kwargs)
            except OperationalError as error:
                if not is_transient(error):
                    raise
                logger.warning("%s: no turn, %d tries left", service.__name__, tries)
                if tries == 0:
                    raise Busy(
                        "Het is even druk: iemand anders werkt net aan hetzelfde."
                        " Er is niets veranderd. Probeer het opnieuw."
                    ) from error
            time.sleep(PAUSE_SECONDS * (1 + random.random()))  # noqa: S311 - only a pause

    return run


def is_transient(error: OperationalError) -> bool:
    """Tell whether the same transaction may well succeed a moment later."""
    cause = error.__cause__
    if getattr(cause, "pgcode", None) in SQLSTATES:
        return True
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_CODES
