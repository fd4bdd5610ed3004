"""A worker that kill -9 hits at a chosen moment of its one delivery.

    python -m tests.outbox.crashing before|after <mail pk> <smtp port>

Runs in a process of its own, against the database in DATABASE_URL.
"""

import os
import signal
import sys
from typing import Any

import django
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone


class DiesBeforeSending(EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0


class DiesAfterSending(EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        sent = super().send_messages(email_messages)
        os.kill(os.getpid(), signal.SIGKILL)
        return sent


BACKENDS = {"before": DiesBeforeSending, "after": DiesAfterSending}


if __name__ == "__main__":
    moment, pk, port = sys.argv[1:]
    django.setup()

    from outbox.delivery import deliver
    from outbox.mails import register
    from tests.outbox.kinds import TEMPLATES, Hello

    settings.EMAIL_BACKEND = f"tests.outbox.crashing.{BACKENDS[moment].__name__}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)
    register(Hello)
    deliver(pk, now=timezone.now())
