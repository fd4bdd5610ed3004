"""Wake a worker twice through the product's own settings and print how long each took.

python -m tests.outbox.measure_wake
"""

from time import monotonic

import django

if __name__ == "__main__":
    django.setup()

    from outbox.waking import breaker, wake

    for _ in range(2):
        began = monotonic()
        wake(["00000000-0000-0000-0000-000000000000"])
        print(round(monotonic() - began, 2), breaker.is_open())  # noqa: T201 - it is read by a test
