"""Whoever follows every link, as a mail scanner does, changes nothing: only a POST acts."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app import links
from requests_app.models import ConsultRequest
from tests.contents import fingerprints

# A visit may start a session, and reading client data by staff is written down: that is its task.
SESSIONS = frozenset({"django_session"})
ACCESS_LOG = frozenset({"privacy_accesslogentry"})
LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
# Filters of a list go together in endlessly many ways.
MOST_QUESTIONS = 1
ADDRESS = re.compile(r"https?://[^\s<>\"')]+")


@pytest.fixture
def portal(settings, db):
    """The demo: requests in every state, and the mails that they caused."""
    settings.DEMO = True
    call_command("demo", verbosity=0)
    for pk in OutgoingMail.objects.order_by("created_at", "pk").values_list("pk", flat=True):
        deliver(pk, now=timezone.now())


def links_in(page: str) -> Iterator[str]:
    for found in LINK.findall(page):
        yield unescape(found)


def links_of_mails() -> list[str]:
    """Every address in the text and in the HTML of every mail that was sent."""
    found = []
    for message in mail.outbox:
        bodies = [message.body, *(content for content, _ in message.alternatives)]
        found += [unescape(address) for body in bodies for address in ADDRESS.findall(body)]
    return found


def links_of_every_state() -> list[str]:
    """The page of one request in each state, whatever mails the demo kept."""
    found = {each.state: each for each in ConsultRequest.objects.order_by("pk")}
    return [links.url_for(each) for each in found.values()]


def ours(address: str) -> str | None:
    """The path and query of an address of the portal; None when it leads elsewhere."""
    parts = urlsplit(urljoin(settings.SITE_URL, address))
    if parts.netloc != urlsplit(settings.SITE_URL).netloc or parts.path.startswith("/static/"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(client: Client, start: Iterable[str], *, each: int = 3) -> dict[str, int]:
    """Get every address twice, and every link found there; return the answers by address.

    Of pages that differ only in what they are about, or in how a list is sorted, `each` are opened;
    everything in `start` is.
    """
    first = list(dict.fromkeys(filter(None, map(ours, start))))
    waiting, answers, kinds = deque(first), dict[str, int](), Counter[str]()
    while waiting:
        address = waiting.popleft()
        if address in answers:
            continue
        kinds[kind_of(address)] += 1
        many = address.count("=") > MOST_QUESTIONS or kinds[kind_of(address)] > each
        if many and address not in first:
            continue
        client.get(address)
        response = client.get(address)
        answers[address] = response.status_code
        found = [response["Location"]] if "Location" in response else []
        if "text/html" in response.get("Content-Type", "") and not response.streaming:
            found += links_in(response.content.decode())
        waiting.extend(filter(None, (ours(urljoin(address, link)) for link in found)))
    return answers


def kind_of(address: str) -> str:
    """Which page it is and what is asked of it, without about whom."""
    parts = urlsplit(address)
    try:
        route = str(resolve(unquote(parts.path)).route)
    except Resolver404:
        route = "?"
    return f"{route} {sorted({name for name, _ in parse_qsl(parts.query)})}"


def errors(answers: dict[str, int]) -> dict[str, int]:
    return {address: status for address, status in answers.items() if status >= 500}


def test_a_mail_scanner_changes_nothing(portal, client):
    start = [*links_of_mails(), *links_of_every_state()]
    before = fingerprints(without=SESSIONS)

    answers = crawl(client, ["/", *start])

    assert errors(answers) == {}
    assert fingerprints(without=SESSIONS) == before
    pages = {re.sub(r"/aanvraag/[^/]+/", "/aanvraag/…/", address) for address in answers}
    assert {
        "/",
        "/aanvragen/",
        "/aanvraag/…/",
        "/aanvraag/…/annuleren/",
        "/aanvraag/…/akkoord-intrekken/",
        "/aanvraag/…/moment/",
    } <= pages


@pytest.mark.parametrize("username", ["coach", "coordinator", "finance"])
def test_staff_who_only_look_change_nothing(portal, client, username):
    client.force_login(User.objects.get(username=username))
    before = fingerprints(without=SESSIONS | ACCESS_LOG)

    answers = crawl(client, ["/beheer/"])

    assert errors(answers) == {}
    assert fingerprints(without=SESSIONS | ACCESS_LOG) == before
    assert len(answers) > 30


def test_a_change_would_be_seen(portal, client):
    """The positive control: one mark on one row is enough."""
    before = fingerprints(without=SESSIONS)

    User.objects.filter(username="coach").update(last_login=timezone.now())

    assert fingerprints(without=SESSIONS) != before
