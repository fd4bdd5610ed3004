"""What the script of the request form adds: a draft in this browser, second looks, the price."""

from datetime import date, datetime, time

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from requests_app import rules
from requests_app.models import ClosingDay, ConsultRequest

TODAY = date(2026, 11, 20)
SECRETS = {
    "Waarover gaat het gesprek?": "Kanarievraag",
    "Waarop let de CSO best?": "Kanariepunt",
    "Variant of dialect": "Kanariedialect",
    "Naam van de cliënt": "Kanarienaam",
    "Geboortejaar": "1987",
    "Jouw dossiernummer": "Kanariedossier",
}
DRAFT = "JSON.stringify(localStorage)"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=rules.BRUSSELS)):
        yield


def open_form(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/aanvragen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vraag een consult aan")


def kept(page: Page, text: str) -> bool:
    """Tell whether a text comes into the draft within two seconds."""
    for _ in range(20):
        if text in page.evaluate(DRAFT):
            return True
        page.wait_for_timeout(100)
    return False


def test_draft_is_kept_without_the_client_offered_back_and_wiped(page, live_server):
    open_form(page, live_server)
    expect(page.get_by_role("button", name="Verder met je vorige tekst")).to_be_hidden()
    page.get_by_label("Een gesprek in de moedertaal").check()
    page.get_by_label("De cliënt informatie geven").check()
    for label, text in SECRETS.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Ja, de cliënt gaf uitdrukkelijk akkoord").check()
    page.get_by_label("Bij de cliënt thuis").check()
    page.get_by_label("Adres van het huisbezoek").fill("Kanariestraat 5")
    page.get_by_label("Je naam").fill("Noor Voorbeeld")
    assert kept(page, "Noor Voorbeeld")
    draft = page.evaluate(DRAFT)
    assert "anarie" not in draft
    assert "1987" not in draft
    assert "consent" not in draft

    open_form(page, live_server)
    page.get_by_role("button", name="Verder met je vorige tekst").click()
    expect(page.get_by_label("Je naam")).to_have_value("Noor Voorbeeld")
    expect(page.get_by_label("De cliënt informatie geven")).to_be_checked()
    expect(page.get_by_label("Bij de cliënt thuis")).to_be_checked()
    expect(page.get_by_label("Waarover gaat het gesprek?")).to_have_value("")
    page.get_by_role("button", name="Wis het nu").click()
    assert page.evaluate("localStorage.length") == 0

    open_form(page, live_server)
    expect(page.get_by_role("button", name="Verder met je vorige tekst")).to_be_hidden()


def test_draft_is_gone_once_the_request_is_in(page, live_server):
    open_form(page, live_server)
    page.get_by_label("Je naam").fill("Noor Voorbeeld")
    page.get_by_label("Je e-mailadres").fill("noor@school.voorbeeld.be")
    page.get_by_label("Je telefoonnummer").fill("016 00 00 00")
    page.get_by_label("Naam van je organisatie").fill("Basisschool De Fictie")
    page.get_by_label("Soort organisatie").select_option("school")
    page.get_by_label("Gemeente").fill("Leuven")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Een vraag vooraf bespreken met jou").check()
    page.get_by_label("Taal", exact=True).select_option("dari")
    page.get_by_label("Waarover gaat het gesprek?").fill("De overstap.")
    page.get_by_label("Datum").first.fill("2026-12-01")
    page.get_by_label("Uur").first.fill("14:00")
    page.get_by_label("Bij het OCMW").check()
    assert kept(page, "ocmw")
    page.wait_for_timeout(3_100)  # whoever is faster is asked again
    page.get_by_role("button", name="Aanvraag indienen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt, we hebben je aanvraag")
    assert ConsultRequest.objects.count() == 1
    assert page.evaluate("localStorage.length") == 0


def test_script_warns_beside_a_moment_as_the_server_does_and_names_the_price(page, live_server):
    ClosingDay.objects.create(day=date(2026, 12, 7), name="brugdag")
    open_form(page, live_server)
    notes = page.locator("[data-second-look]")
    page.get_by_label("Datum").first.fill("2026-12-07")
    page.get_by_label("Datum").nth(1).fill("2026-12-01")
    page.get_by_label("Uur").nth(1).fill("06:30")
    page.get_by_label("Uur").nth(1).blur()

    expect(notes.nth(0)).to_have_text(
        "Let op: maandag 7 december 2026 is geen gewone werkdag (brugdag)."
        " Het mag, maar misschien lukt het niet."
    )
    expect(notes.nth(1)).to_have_text(
        "Let op: 06.30 uur valt buiten de gewone uren. Het mag, maar misschien lukt het niet."
    )
    expect(notes.nth(2)).to_have_text("")
    page.get_by_label("Datum").first.fill("2026-12-08")
    expect(notes.nth(0)).to_have_text("")
    odd = rules.odd_moments(
        [rules.brussels_moment(date(2026, 12, 7), time(10))],
        opens=8,
        closes=20,
        days_off={date(2026, 12, 7): "brugdag"},
    )
    assert odd[0].warning == "maandag 7 december 2026 is geen gewone werkdag (brugdag)"

    page.get_by_label("Hoe lang duurt het?").select_option("150")
    expect(page.locator("[data-price-line]")).to_have_text(
        "Een gesprek van 2 uur en 30 minuten kost vanaf dan € 25."
    )


@pytest.mark.parametrize(
    ("place", "shown", "hidden"),
    [
        ("Bij jouw organisatie", "Hoe kom je er binnen?", "Link of programma"),
        ("Online", "Link of programma", "Hoe kom je er binnen?"),
        ("Bij de cliënt thuis", "Adres van het huisbezoek", "Link of programma"),
    ],
)
def test_place_shows_its_own_fields_without_a_script(
    chromium: Browser, live_server, place, shown, hidden
):
    context = chromium.new_context(locale="nl-BE", java_script_enabled=False)
    page = context.new_page()
    open_form(page, live_server)
    page.get_by_label(place).check()

    expect(page.get_by_label(shown)).to_be_visible()
    expect(page.get_by_label(hidden)).to_be_hidden()
    context.close()
