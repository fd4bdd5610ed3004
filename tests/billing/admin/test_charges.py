"""Charges, to read."""

import pytest

from billing.models import Charge

pytestmark = pytest.mark.django_db
PATH = "/beheer/billing/charge/"


@pytest.mark.usefixtures("invoice")
def test_the_list_tells_what_is_free_and_what_is_invoiced(finance):
    page = finance.get(PATH).content.decode()

    assert page.count('<span class="tag">gratis</span>') == 3
    assert "€\u00a020,00" in page
    assert page.count("2026-CSO-00001") == 1
    assert "04/09/2026" in page


@pytest.mark.parametrize(
    ("choice", "references"),
    [
        ("gratis", {"1", "2", "3"}),
        ("klaar", {"4"}),
        ("open", set()),
        ("onzin", {"1", "2", "3", "4"}),
    ],
)
@pytest.mark.usefixtures("invoice")
def test_filters(finance, choice, references):
    listed = finance.get(PATH, {"factuur": choice}).context["cl"].queryset

    assert {charge.request_reference[-1] for charge in listed} == references


@pytest.mark.usefixtures("school")
def test_still_to_be_invoiced(finance):
    listed = finance.get(PATH, {"factuur": "open"}).context["cl"].queryset

    assert [charge.ordinal for charge in listed] == [4]


@pytest.mark.usefixtures("invoice")
def test_one_charge(finance):
    charge = Charge.objects.get(ordinal=4)

    page = finance.get(f"{PATH}{charge.pk}/change/").content.decode()

    assert "2026-CSO-00001" in page
    assert "tarief vanaf 01/01/2019" in page
    assert 'name="amount"' not in page
    free = Charge.objects.get(ordinal=1)
    assert "None" not in finance.get(f"{PATH}{free.pk}/change/").content.decode()


@pytest.mark.usefixtures("school")
def test_the_coordinator_reads_along(coordinator):
    listed = coordinator.get(PATH).context["cl"].queryset

    assert sorted(charge.ordinal for charge in listed) == [1, 2, 3, 4]


def test_a_coach_has_no_charges(coach):
    assert coach.get(PATH).status_code == 403


@pytest.mark.usefixtures("school")
def test_nobody_changes_a_charge(admin_client):
    charge = Charge.objects.get(ordinal=4)

    assert admin_client.post(f"{PATH}{charge.pk}/change/", {"amount": "1"}).status_code == 403
    assert admin_client.post(f"{PATH}{charge.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{PATH}add/").status_code == 403
