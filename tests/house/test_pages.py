"""Every page as people get it: plain words, one heading, nothing inline, nothing from elsewhere."""

import re
from html import unescape

import pytest

from tests.house.crawl import (
    ROLES,
    pages_of_contacts,
    pages_of_staff,
    pages_of_strangers,
    small_portal,
)

STIFF = re.compile(
    r"\b(?:gelieve|indien|dient te|dienen te|betreffende|submit\w*|tickets?|cases?|teneinde|middels"
    r"|please|save\w*|this field|required|delete|change|view|search|username|password|sign in)\b",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
ADDRESS = re.compile(r"\w+://\S+")
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)|<[^>]*\s(?:style|on[a-z]+)\s*=\s*[\"']"
    r"|javascript:",
    re.IGNORECASE,
)
FETCHED = re.compile(
    r'<(?:script|img|link|iframe|form|source|input|button)\b[^>]*?\s(?:src|href|action|formaction)="([^"]+)"'
)
LOCAL = re.compile(r"^(?:/(?!/)|[?#.]|data:image/svg|http://testserver/|$)|^[\w-]+/?$")


def words_of(page: str) -> str:
    return " ".join(ADDRESS.sub(" ", unescape(UNSEEN.sub(" ", page))).split())


def faults(page: str) -> list[str]:
    """What is wrong with the frame of a page."""
    found = []
    if len(re.findall(r"<h1\b", page)) != 1:
        found.append(f"{len(re.findall('<h1', page))} h1")
    if not re.search(r'<html lang="nl(?:-be)?"', page, re.IGNORECASE):
        found.append("no language")
    if not re.search(r"<title>[^<]*\w[^<]*</title>", page):
        found.append("no title")
    found += [f"inline: {match.group()[:80]}" for match in INLINE.finditer(page)]
    found += [f"from elsewhere: {url}" for url in FETCHED.findall(page) if not LOCAL.match(url)]
    return found


def stiff_words(page: str) -> set[str]:
    return {match.group().lower() for match in STIFF.finditer(words_of(page))}


@pytest.fixture
def portal(db):
    return small_portal()


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Gelieve te wachten</h1>",
        "<p>Indien je</p>",
        "<p>Je dient te bellen</p>",
        "<p>middels</p>",
        "<p>Please wait</p>",
        "<label>This field</label>",
        "<button>Save</button>",
        "<p>jouw ticket</p>",
    ],
)
def test_a_stiff_or_english_word_would_be_seen(page):
    assert stiff_words(page) != set()
    assert stiff_words('<input name="submit" required><script>case</script><p>Opslaan</p>') == set()


@pytest.mark.parametrize(
    "fault",
    [
        "<h1>twee</h1>",
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        '<script src="https://elders.voorbeeld.be/x.js"></script>',
        '<link href="//elders.voorbeeld.be/x.css">',
        '<form action="https://elders.voorbeeld.be/">',
    ],
)
def test_a_fault_would_be_seen(fault):
    good = '<html lang="nl-BE"><title>Titel</title><h1>Kop</h1><script src="/static/x.js"></script>'

    assert faults(good) == []
    assert len(faults(good + fault)) == 1
    assert len(faults("<p>niets</p>")) == 3


def test_pages_of_strangers_are_plain_and_well_framed(portal, client):
    pages = pages_of_strangers(client, portal, each=4)

    assert {address: faults(page) for address, page in pages.items() if faults(page)} == {}
    assert {at: stiff_words(page) for at, page in pages.items() if stiff_words(page)} == {}
    assert len(pages) > 40


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_staff_are_plain_and_well_framed(portal, client, role):
    pages = pages_of_staff(client, role, each=3)

    assert {address: faults(page) for address, page in pages.items() if faults(page)} == {}
    assert {at: stiff_words(page) for at, page in pages.items() if stiff_words(page)} == {}
    assert len(pages) > (15 if role == "finance" else 30)


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize("confirmed", [True, False])
def test_pages_of_contact_persons_are_plain_and_well_framed(client, confirmed):
    pages = pages_of_contacts(client, confirmed=confirmed, each=2)

    assert {address: faults(page) for address, page in pages.items() if faults(page)} == {}
    assert {at: stiff_words(page) for at, page in pages.items() if stiff_words(page)} == {}
    assert {"/mijn/", "/mijn/inloggen/code/"} <= set(pages)
