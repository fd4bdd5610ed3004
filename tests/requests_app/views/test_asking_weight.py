"""What the form weighs for a telephone on a bad connection: all that its page asks for, packed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.requests_app.postings import ADDRESS, WITHOUT_CLIENT, send, text_of

pytestmark = pytest.mark.django_db

REQUESTS, BYTES = 5, 60_000
ASKED = re.compile(r'<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"')


def packed(content: bytes) -> int:
    """Bytes over the line with gzip, the heavier of the two encodings that are served."""
    return len(gzip.compress(content))


def asked_by(page) -> list[str]:
    """The addresses that a browser fetches for a page by itself."""
    return ASKED.findall(text_of(page))


def test_what_a_page_asks_for_is_recognised():
    page = (
        '<link rel="icon" href="/a.svg"><script src="/b.js" defer></script><a href="/c/">'
        '<img alt="" src="https://elders.voorbeeld.be/d.png">'
    )

    assert ASKED.findall(page) == ["/a.svg", "/b.js", "https://elders.voorbeeld.be/d.png"]


@pytest.mark.parametrize("filled_in", [False, True], ids=["blank", "with errors"])
def test_form_page_is_light_and_asks_nothing_of_others(client, filled_in):
    page = send(client, WITHOUT_CLIENT, language="") if filled_in else client.get(ADDRESS)

    addresses = asked_by(page)
    assert [address for address in addresses if not address.startswith("/static/")] == []
    assert 1 + len(addresses) <= REQUESTS
    found = [finders.find(address.removeprefix("/static/")) for address in addresses]
    files = [Path(path) for path in found if path]
    assert len(files) == len(addresses)
    weight = packed(page.content) + sum(packed(path.read_bytes()) for path in files)
    assert weight < BYTES


def test_style_and_script_of_the_form_fetch_nothing_more(client):
    texts = [
        Path(path).read_text(encoding="utf-8")
        for address in asked_by(client.get(ADDRESS))
        if address.endswith((".css", ".js"))
        for path in [finders.find(address.removeprefix("/static/"))]
        if path
    ]

    fetched = [
        address
        for text in texts
        for address in re.findall(r"@import|url\(\s*[\"']?([^)\"']*)", text)
        if not address.startswith("data:")
    ]
    assert len(texts) >= 3
    assert fetched == []
