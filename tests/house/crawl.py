"""A small portal with something of everything, and a walk along its links."""

import re
import uuid
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from requests_app import links
from requests_app.choices import State
from requests_app.models import SiteText
from requests_app.services import ask_introduction, report_page
from tests.factories import make_activity, make_contact, make_request, make_user
from tests.house.test_urls import own_patterns

ROLES = ("coach", "coördinator", "finance")
HREF = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
# What a link leads to may be a file, or leave the portal for good.
NO_PAGES = re.compile(r"^/(?:static|healthz|beheer/(?:logout|jsi18n))/")


def small_portal() -> list[str]:
    """Make requests in every state and words from outside; return the requesters' links."""
    now = timezone.now()
    made = [make_request(state, now=now, held_for_proposal=True) for state in State]
    made.append(make_activity(State.PLANNED, now=now))
    make_contact("jan@school.voorbeeld.be", confirmed=False)
    fields = {
        "organisation_name": "CAW Nergens-Brabant",
        "organisation_type_id": "caw",
        "name": "Fatma Verdicht",
        "email": "fatma@caw.voorbeeld.be",
        "phone": "016 12 34 56",
    }
    ask_introduction(uuid.uuid4(), fields, origin="", now=now)
    report_page(uuid.uuid4(), {"page": "/privacy/", "words": "Onduidelijk."}, now=now)
    coordinator = make_user("coördinator", group="coördinator")
    words = "# Wat je mag doen\n\n- Mail {e-mail}.\n\n## En nog iets\n\nTekst."
    SiteText.objects.create(
        place="home_activity",
        body=words,
        updated_at=now - timedelta(days=1),
        updated_by=coordinator,
    )
    return [f"/aanvraag/{links.token_for(request)}/" for request in made]


def plain_addresses() -> Iterator[str]:
    """Every address of ours that needs nothing to be filled in."""
    for pattern in own_patterns(get_resolver()):
        route = str(pattern.pattern)
        if "<" not in route and not route.startswith("healthz"):
            yield f"/{route}"


def route_of(address: str) -> str | None:
    """The pattern that answers an address; None when it is not a page of the portal."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or NO_PAGES.match(parts.path):
        return None
    try:
        return str(resolve(parts.path).route)
    except Resolver404:
        return None


def walk(client: Client, start: Iterable[str], *, each: int) -> dict[str, str]:
    """Get the addresses of `start` and what they link to, so many pages of one kind.

    Return the pages by address; answers that are no page (files, redirects, refusals) fall out.
    """
    first = list(start)
    waiting, seen, pages = deque(first), set(first), {}
    kinds: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        if not is_page(response):
            continue
        pages[address] = response.content.decode()
        for href in HREF.findall(pages[address]):
            found = urljoin(address, unescape(href))
            route = route_of(found)
            if route is None or found in seen or kinds[route] >= each:
                continue
            kinds[route] += 1
            seen.add(found)
            waiting.append(found)
    return pages


def is_page(response: HttpResponse) -> bool:
    html = response.get("Content-Type", "").startswith("text/html")
    return html and response.status_code in {200, 404, 410} and not response.streaming


def pages_of_strangers(client: Client, tokens: Iterable[str], *, each: int) -> dict[str, str]:
    """Everything that needs no login, dead ends and forms with errors included."""
    dead_ends = ["/bestaat-niet/", "/aanvraag/verzonnen/"]
    pages = walk(client, [*plain_addresses(), *tokens, *dead_ends], each=each)
    for address in ("/aanvragen/", "/kennismaking/", "/melding/", "/beheer/login/"):
        response = client.post(address, {"tasks": "consult_mother_tongue"})
        pages[f"{address} (met fouten)"] = response.content.decode()
    return pages


def pages_of_staff(client: Client, role: str, *, each: int) -> dict[str, str]:
    """Everything that a role finds from the first page of the staff site on."""
    client.force_login(make_user(role, group=role))
    return walk(client, ["/beheer/"], each=each)


def pages_of_contacts(client: Client, *, confirmed: bool, each: int) -> dict[str, str]:
    """Everything at /mijn/ for somebody of an organisation with requests, or who waits."""
    client.post("/mijn/inloggen/", {"email": "iemand@elders.voorbeeld.be"})
    pages = walk(client, ["/mijn/inloggen/code/"], each=1)
    contact = make_contact("els@school.voorbeeld.be", confirmed=confirmed)
    client.force_login(contact.user, backend="cso_portal.code_login.CodeBackend")
    return pages | walk(client, ["/mijn/", "/mijn/facturen/"], each=each)
