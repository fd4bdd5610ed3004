"""The form names the price before somebody asks: the general rule and what each length costs (N2)."""

import re
from datetime import date
from decimal import Decimal

import pytest

from billing.models import Tariff
from requests_app.selectors import forget_reference
from tests.requests_app.postings import ADDRESS, WITHOUT_CLIENT, send, text_of, words_of

pytestmark = pytest.mark.django_db


def prices(page) -> dict[int, str]:
    """Return the price of each length on the page."""
    found = re.findall(r'data-minutes="(\d+)">.*?class="number">(.*?)</td>', text_of(page))
    return {int(minutes): price.replace("\u00a0", " ") for minutes, price in found}


def test_each_length_has_its_price_from_the_fourth_talk_on(client):
    page = client.get(ADDRESS)

    assert prices(page) == {
        **dict.fromkeys((30, 45, 60), "€ 15"),
        **dict.fromkeys((90, 120), "€ 20"),
        **dict.fromkeys((150, 180), "€ 25"),
        240: "€ 30",
        300: "€ 35",
        360: "€ 40",
        420: "€ 45",
        480: "€ 50",
    }
    assert "Een gesprek van 1 uur kost vanaf dan € 15." in words_of(page)


def test_price_follows_the_chosen_length_and_the_tariff(client):
    Tariff.objects.create(
        valid_from=date(2026, 11, 1),
        decision_reference="besluit",
        free_count=2,
        first_hour=Decimal("17.50"),
        extra_hour=Decimal("6.00"),
        grace_minutes=15,
    )
    forget_reference()

    page = send(client, WITHOUT_CLIENT, language="", duration_minutes="150")

    words = words_of(page)
    assert "De eerste 2 gesprekken van je organisatie zijn gratis. Vanaf gesprek 3 kost" in words
    assert "Een gesprek van 2 uur en 30 minuten kost vanaf dan € 29,50." in words
    assert (prices(page)[60], prices(page)[90]) == ("€ 17,50", "€ 23,50")


@pytest.mark.parametrize("minutes", ["veel", "", "-60", "0", "²", "9" * 40])
def test_length_that_is_none_gets_no_price_of_its_own(client, minutes):
    page = send(client, WITHOUT_CLIENT, duration_minutes=minutes)

    assert page.status_code == 200
    assert "Een gesprek van" not in words_of(page)


def test_without_a_tariff_the_form_speaks_of_no_price(client):
    Tariff.objects.all().delete()
    forget_reference()

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert "€" not in words_of(page)
    assert prices(page) == {}
