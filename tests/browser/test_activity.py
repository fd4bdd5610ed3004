"""An activity in a browser: asked with and without JavaScript, and planned with two CSOs."""

from datetime import date, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from coaching.models import Appointment
from requests_app import rules
from requests_app.models import ActivityDetails, ConsultRequest
from tests.factories import make_supporter, make_user

TODAY = date(2026, 11, 20)
PASSWORD = "een-lang-wachtwoord"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=rules.BRUSSELS)):
        yield


@pytest.fixture
def plain_page(chromium: Browser):
    """Return a window in which no script runs."""
    context = chromium.new_context(locale="nl-BE", java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def fill_in(page: Page) -> None:
    page.get_by_label("Je naam").fill("Noor Voorbeeld")
    page.get_by_label("Je e-mailadres").fill("noor@school.voorbeeld.be")
    page.get_by_label("Je telefoonnummer").fill("016 00 00 00")
    page.get_by_label("Naam van je organisatie").fill("Basisschool De Fictie")
    page.get_by_label("Soort organisatie").select_option(label="School")
    page.get_by_label("Gemeente").fill("Leuven")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Infosessie").check()
    page.get_by_label("Een ander thema").check()
    page.get_by_label("Welk ander thema?").fill("sport en spel")
    page.get_by_label("Wat wil je doen, en wat verwacht je van de CSO?").fill("Uitleg en vragen.")
    page.get_by_label("Voor wie is het?").fill("ouders van de eerste graad")
    page.get_by_label("Hoeveel mensen verwacht je?").fill("25")
    page.get_by_label("Arabisch").check()
    page.get_by_label("Dari").check()
    page.get_by_label("Hoeveel CSO's wens je?").select_option("2")
    page.get_by_label("Datum").first.fill("2026-12-01")
    page.get_by_label("Uur").first.fill("14:00")
    page.get_by_label("Bij het OCMW").check()


def send(page: Page) -> None:
    page.wait_for_timeout(3_100)  # a form that comes back sooner is shown once more
    page.get_by_role("button", name="Aanvraag indienen").click()


def test_the_long_form_leads_to_the_short_one(page, live_server):
    page.goto(f"{live_server.url}/aanvragen/")
    hint = page.get_by_role("link", name="Neem het kortere formulier voor een activiteit")
    expect(hint).to_be_hidden()
    page.get_by_label("Een infosessie, actie of project mee begeleiden").check()
    expect(hint).to_be_visible()
    page.get_by_label("De cliënt informatie geven").check()
    expect(hint).to_be_hidden()
    page.get_by_label("De cliënt informatie geven").uncheck()
    hint.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vraag een CSO voor een activiteit")
    expect(page.get_by_label("Welk ander thema?")).to_be_hidden()


def test_an_activity_is_asked_and_planned_with_two(page, live_server):
    coach = make_user("coach", group="coach")
    coach.set_password(PASSWORD)
    coach.save()
    make_supporter("Yasmin", languages=["arabisch"])
    make_supporter("Farid", languages=["dari"])
    page.goto(f"{live_server.url}/activiteit/")
    fill_in(page)
    page.get_by_label("Dari").uncheck()
    page.get_by_label("Arabisch").uncheck()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Kies minstens één taal.")
    expect(page.get_by_label("Welk ander thema?")).to_have_value("sport en spel")
    page.get_by_label("Arabisch").check()
    page.get_by_label("Dari").check()
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_text("CSO-2026-0001").first).to_be_visible()
    page.get_by_role("link", name="Naar de pagina van je aanvraag").click()
    expect(page.get_by_text("Een ander thema: sport en spel")).to_be_visible()
    own_page = page.url

    page.goto(f"{live_server.url}/beheer/")
    page.get_by_label("Gebruikersnaam").fill("coach")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.goto(f"{live_server.url}/beheer/coaching/deskrequest/")
    page.get_by_role("link", name="CSO-2026-0001").click()
    page.get_by_role("button", name="Neem op").click()
    page.get_by_role("row", name="Yasmin").get_by_role("link", name="kan").first.click()
    page.get_by_role("checkbox", name="Farid").check()
    page.get_by_role("button", name="Plan in").click()
    expect(page.get_by_text("Farid Verzonnen")).to_be_visible()
    appointment = Appointment.objects.get()
    assert [each.supporter.first_name for each in appointment.companions.all()] == ["Farid"]
    page.goto(own_page)
    expect(page.get_by_text("Yasmin en Farid komen als CSO mee.")).to_be_visible()


def test_without_javascript_it_is_asked_all_the_same(plain_page, live_server):
    plain_page.goto(f"{live_server.url}/activiteit/")
    fill_in(plain_page)
    send(plain_page)

    expect(plain_page.get_by_role("heading", level=1)).to_have_text(
        "Bedankt, we hebben je aanvraag"
    )
    assert ConsultRequest.objects.get().tasks == ["activity"]
    assert ActivityDetails.objects.get().languages == ["arabisch", "dari"]
