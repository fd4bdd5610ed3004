"""axe-core over every kind of page: wide and narrow, light and dark; and nothing sticks out at 320 px."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.house.crawl import (
    pages_of_contacts,
    pages_of_staff,
    pages_of_strangers,
    small_portal,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
}
# What a theme can break; the rest is the same in the light and in the dark.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,
}
VIEWS: list[tuple[int, str, dict[str, Any]]] = [
    (1280, "light", EVERY_RULE),
    (1280, "dark", COLOURS),
    (320, "light", EVERY_RULE),
    (320, "dark", COLOURS),
]
STICKS_OUT = "document.documentElement.scrollWidth > innerWidth"
# A button that is halfway from one theme to the other has no colour of its own.
NO_MOTION = "document.getAnimations().forEach((each) => each.finish())"
AXE = Axe().axe_script

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def window(chromium: Browser):
    """Return a window without the strict console: a dead end is a 404, and the browser says so."""
    context = chromium.new_context(locale="nl-BE")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def faults(window: Page) -> list[str]:
    """What axe finds in the four views of the page that is open, and whether it sticks out."""
    found = []
    window.evaluate(AXE)
    for width, scheme, options in VIEWS:
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(color_scheme=scheme)
        window.evaluate(NO_MOTION)
        result = window.evaluate("options => axe.run(options)", options)
        for violation in result["violations"]:
            where = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            found.append(f"{width} {scheme} {violation['id']}: {where}")
        if width == 320 and window.evaluate(STICKS_OUT):
            found.append(f"{width} {scheme} sticks out")
    return found


def judge(window: Page, base: str, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Return the faults by address, of the pages that have any."""
    found = {}
    for address in addresses:
        window.goto(f"{base}{address}")
        if wrong := faults(window):
            found[re.sub(r"/aanvraag/[^/]+/", "/aanvraag/…/", address)] = wrong
    return found


def visitable(pages: Iterable[str]) -> list[str]:
    """Without the pages that answer a posting; of Django's own, every history looks the same."""
    shape = {
        next((end for end in ("/history/", "/delete/") if address.endswith(end)), address): address
        for address in pages
        if " " not in address
    }
    return list(shape.values())


@pytest.mark.django_db(transaction=True)
def test_pages_of_strangers_have_no_faults(window, live_server, client):
    pages = visitable(pages_of_strangers(client, small_portal(), each=1))

    assert judge(window, live_server.url, pages) == {}
    assert len(pages) > 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["/aanvragen/", "/activiteit/", "/kennismaking/", "/melding/", "/welke-hulp/"]
)
def test_forms_with_errors_have_no_faults(window, live_server, address):
    window.goto(f"{live_server.url}{address}")
    window.locator("main form").evaluate("form => { form.noValidate = true; }")
    window.locator("main form button[type=submit]").last.click()
    window.wait_for_selector(".error-summary")

    assert faults(window) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "room"), [("coördinator", "/beheer/"), ("finance", "/billing/")])
def test_pages_of_staff_have_no_faults(window, live_server, client, role, room):
    """Of finance only its own room: the rest looks as it does for the coördinator."""
    small_portal()
    found = visitable(pages_of_staff(client, role, each=1))
    pages = [address for address in found if room in address]
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )

    assert judge(window, live_server.url, pages) == {}
    assert len(pages) > 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("confirmed", [True, False])
def test_pages_of_contact_persons_have_no_faults(window, live_server, client, confirmed):
    small_portal()
    pages_of_contacts(client, confirmed=confirmed, each=0)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )

    assert judge(window, live_server.url, ["/mijn/", "/mijn/facturen/"]) == {}


def test_a_planted_fault_would_be_seen(window):
    window.set_content(
        '<html lang="nl"><title>x</title><main><h1>Kop</h1>'
        '<p style="color:#999;background:#fff">Bleke tekst</p><img src="data:,">'
        '<div style="width:900px">Breed</div></main>'
    )

    found = faults(window)

    assert {fault.split(":")[0] for fault in found} >= {
        "1280 light color-contrast",
        "1280 dark color-contrast",
        "320 light image-alt",
        "320 light sticks out",
    }


def test_a_good_page_has_no_faults(window):
    window.set_content(
        '<html lang="nl"><title>x</title><main><h1>Kop</h1><p>Gewone tekst</p></main>'
    )

    assert faults(window) == []
