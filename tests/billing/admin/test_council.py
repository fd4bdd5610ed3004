"""Tariffs, the sender, debtors."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import Debtor, SellerSettings, Tariff
from tests.billing.money import SELLER, at, held, organisation, tariff

pytestmark = pytest.mark.django_db
TARIFF = {
    "valid_from": "2027-01-01",
    "decision_reference": "Raad 15/12/2026, punt 12",
    "free_count": "3",
    "scope": "organisation",
    "first_hour": "16.50",
    "extra_hour": "5.50",
    "grace_minutes": "0",
}


def test_finance_adds_a_tariff(finance):
    finance.post("/beheer/billing/tariff/add/", TARIFF)

    added = Tariff.objects.get(valid_from=date(2027, 1, 1))
    assert (added.first_hour, added.extra_hour, added.free_count) == (
        Decimal("16.50"),
        Decimal("5.50"),
        3,
    )


def test_a_tariff_does_not_start_before_talks_that_were_charged(finance):
    held(organisation(), at(date(2027, 1, 1)))

    page = finance.post("/beheer/billing/tariff/add/", TARIFF).content.decode()

    assert "Er zijn al gesprekken geboekt tot en met vrijdag 1 januari 2027." in page
    assert Tariff.objects.count() == 1


def test_a_negative_price_is_refused(finance):
    finance.post("/beheer/billing/tariff/add/", {**TARIFF, "first_hour": "-1"})

    assert Tariff.objects.count() == 1


def test_a_tariff_can_change_until_it_is_used(finance):
    path = f"/beheer/billing/tariff/{tariff().pk}/change/"
    finance.post(path, {**TARIFF, "valid_from": "2019-01-01"})
    assert Tariff.objects.get().first_hour == Decimal("16.50")
    held(organisation(), at(date(2026, 9, 1)))

    response = finance.post(path, {**TARIFF, "first_hour": "99"})

    assert response.status_code == 403
    assert Tariff.objects.get().first_hour == Decimal("16.50")
    assert 'name="first_hour"' not in finance.get(path).content.decode()


def test_a_tariff_is_never_deleted(admin_client):
    response = admin_client.post(f"/beheer/billing/tariff/{tariff().pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert Tariff.objects.exists()


def test_the_list_of_tariffs(finance):
    page = finance.get("/beheer/billing/tariff/").content.decode()

    assert "€\u00a015,00" in page
    assert "€\u00a05,00" in page


def test_the_sender_is_one_form(finance):
    response = finance.get("/beheer/billing/sellersettings/")

    assert response.url == "/beheer/billing/sellersettings/1/change/"
    assert finance.get("/beheer/billing/sellersettings/add/").status_code == 403


def test_the_sender_is_kept_as_it_is_printed(finance):
    form = {
        **SELLER,
        "enterprise_number": "BE0212222241",
        "iban": "be31091001234555",
        "series": "CSO",
        "term_days": "30",
        "vat_text": "Vrijgesteld",
    }

    finance.post("/beheer/billing/sellersettings/1/change/", form)

    saved = SellerSettings.load()
    assert (saved.enterprise_number, saved.iban) == ("0212.222.241", "BE31 0910 0123 4555")
    assert saved.problems() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"iban": "BE31 0910 0123 4556"}, "Dit rekeningnummer klopt niet."),
        ({"enterprise_number": "0212.222.242"}, "Dit ondernemingsnummer klopt niet."),
        ({"reference_prefix": "12"}, "Vul drie cijfers in."),
        ({"email": "x"}, "Voer een geldig e-mailadres in."),
    ],
)
def test_a_sender_with_a_mistake(finance, wrong, message):
    form = {**SELLER, "series": "CSO", "term_days": "30", "vat_text": "Vrijgesteld", **wrong}

    page = finance.post("/beheer/billing/sellersettings/1/change/", form).content.decode()

    assert message in page
    assert SellerSettings.load().name == ""


def test_an_empty_sender_may_be_saved_half(finance):
    finance.post(
        "/beheer/billing/sellersettings/1/change/",
        {"name": "OCMW", "series": "CSO", "term_days": "30", "vat_text": "Vrijgesteld"},
    )

    assert SellerSettings.load().name == "OCMW"


def test_finance_adds_a_debtor(finance):
    school = organisation(street="Kerkstraat 2")
    start = finance.get("/beheer/billing/debtor/add/", {"organisation": school.pk})
    assert f'<option value="{school.pk}" selected>' in start.content.decode()
    assert 'value="Kerkstraat 2"' in start.content.decode()

    finance.post(
        "/beheer/billing/debtor/add/",
        {
            "organisation": school.pk,
            "name": "Scholengroep vzw",
            "enterprise_number": "0407123450",
            "street": "Straat 1",
            "postcode": "3000",
            "city": "Leuven",
        },
    )

    debtor = Debtor.objects.get()
    assert debtor.organisation == school
    assert "0407.123.450" in finance.get("/beheer/billing/debtor/").content.decode()
    page = finance.get(f"/beheer/billing/debtor/{debtor.pk}/change/").content.decode()
    assert 'name="organisation"' not in page


@pytest.mark.parametrize("chosen", ["", "x", "99"])
def test_a_debtor_of_nobody_known_starts_empty(finance, chosen):
    page = finance.get("/beheer/billing/debtor/add/", {"organisation": chosen})

    assert page.status_code == 200
    assert page.context["adminform"].form.initial.get("name") is None


def test_the_sender_is_not_for_coaches(coach):
    assert coach.get("/beheer/billing/sellersettings/").status_code == 403
    assert coach.get("/beheer/billing/tariff/").status_code == 403


@pytest.mark.parametrize("chosen", ["²", "9" * 40, "x", ""])
def test_a_debtor_of_nothing_starts_empty(finance, chosen):
    page = finance.get("/beheer/billing/debtor/add/", {"organisation": chosen})

    assert page.status_code == 200
    assert 'name="name" value=' not in page.content.decode()
