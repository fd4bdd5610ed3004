"""Each sheet is one A4 page on paper, and reads from the right side on the screen."""

import re

import pytest
from playwright.sync_api import Page

from requests_app.models import ConsentSheet, Language, ServiceSettings
from tests.factories import NOW, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_every_sheet_prints_on_one_page_with_the_client_s_language_on_its_own_side(
    page: Page, live_server
):
    ServiceSettings.objects.update(contact_phone="016 00 11 22")
    ConsentSheet.objects.update(reviewed_at=NOW, reviewed_by=make_user())
    languages = list(Language.objects.order_by("position"))

    printed, sides = {}, {}
    for code in ("nederlands", *(language.code for language in languages)):
        page.goto(f"{live_server.url}/akkoordblad/{code}/")
        sides[code] = page.evaluate(
            "[...document.querySelectorAll('.sheet-side.sheet-own h2')]"
            ".map(title => getComputedStyle(title).direction)"
        )
        printed[code] = pages_of(page.pdf(prefer_css_page_size=True))

    assert printed == dict.fromkeys(printed, 1)
    assert len(printed) == 8
    assert sides.pop("nederlands") == []
    assert sides == {
        language.code: ["rtl" if language.rtl else "ltr"] * 2 for language in languages
    }


def test_a_longer_page_would_be_counted(page: Page, live_server):
    """The positive control of the test above."""
    page.goto(f"{live_server.url}/privacy/")

    assert pages_of(page.pdf(width="10cm", height="10cm")) > 3
