"""What tests of the login by a code need: to ask one, to read the mail, to enter it."""

import re

from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.utils import timezone

from outbox.delivery import deliver
from outbox.models import OutgoingMail

LOGIN, CODE, OUT, ACCESS, MINE = (
    "/mijn/inloggen/",
    "/mijn/inloggen/code/",
    "/mijn/uitloggen/",
    "/mijn/toegang/",
    "/mijn/",
)
EMAIL = "noor@school.voorbeeld.be"


def ask(client, email=EMAIL, **query):
    return client.post(LOGIN, {"email": email}, query_params=query)


def sent(now=None):
    """Every mail that leaves when the worker comes by."""
    mail.outbox.clear()
    for row in OutgoingMail.objects.order_by("created_at", "pk"):
        deliver(row.pk, now=now or timezone.now())
    return list(mail.outbox)


def mailed_code():
    [message] = sent()
    return re.search(r"Je code: (\d{4} \d{4})", message.body).group(1)


def enter(client, code, **fields):
    return client.post(CODE, {"code": code, **fields})


def is_in(client):
    return SESSION_KEY in client.session


def log_in(client, email=EMAIL):
    ask(client, email)
    assert enter(client, mailed_code()).status_code == 302
    return client


def notices(response):
    return [str(message) for message in response.context["messages"]]


def other(code):
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"
