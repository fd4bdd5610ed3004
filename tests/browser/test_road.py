"""The whole road in a browser: from the form, over mail, desk and talk, to the exported CSV."""

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import Page, expect

from billing.models import (
    Charge,
    Debtor,
    ExportBatch,
    Invoice,
    InvoiceDocument,
    SellerSettings,
)
from billing.periodic import render_missing
from billing.services import HeldTalk, post_charge
from outbox.models import OutgoingMail
from outbox.periodic import sweep
from requests_app import rules
from requests_app.models import ClientDetails, ConsultRequest, Organisation
from tests.factories import make_supporter, make_user
from tests.outbox.sink import Sink

TODAY = date(2026, 11, 20)
TALK = date(2026, 12, 1)
CLIENT = "Amina Kanarievogel"
SCHOOL = "Basisschool De Fictie"
REQUESTER = "noor@school.voorbeeld.be"
PASSWORD = "een-lang-wachtwoord"


def clock(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return rules.brussels_moment(day, time(hour, minute))


def log_in(page: Page, live_server, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/beheer/")
    page.get_by_label("Gebruikersnaam").fill(username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()


def ask(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Vraag een consult aan").first.click()
    expect(page.get_by_text("vanaf vrijdag 27 november 2026")).to_be_visible()
    page.get_by_label("Je naam").fill("Noor Voorbeeld")
    page.get_by_label("Je e-mailadres").fill(REQUESTER)
    page.get_by_label("Je telefoonnummer").fill("016 00 00 00")
    page.get_by_label("Naam van je organisatie").fill(SCHOOL)
    page.get_by_label("Soort organisatie").select_option(label="School")
    page.get_by_label("Gemeente").fill("Leuven")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Een gesprek in de moedertaal").check()
    page.get_by_label("Culturele en religieuze verschillen uitleggen").check()
    page.get_by_label("Taal", exact=True).select_option(label="Dari")
    page.get_by_label("Waarover gaat het gesprek?").fill("De overstap naar de eerste graad.")
    page.get_by_label("Naam van de cliënt").fill(CLIENT)
    page.get_by_label("Ja, de cliënt gaf uitdrukkelijk akkoord met deze tekst.").check()
    page.get_by_label("De cliënt zelf").check()
    page.get_by_label("Mondeling").check()
    page.get_by_label("Op welke dag?").fill(TODAY.isoformat())
    page.get_by_label("In welke taal legde je de tekst uit?").select_option(label="Dari")
    page.get_by_label("Datum").first.fill(TALK.isoformat())
    page.get_by_label("Uur").first.fill("14:00")
    page.get_by_label("Hoe lang duurt het?").select_option(label="1 uur en 30 minuten")
    page.get_by_label("Bij het OCMW").check()
    page.wait_for_timeout(3_100)  # a form that comes back sooner is shown once more
    page.get_by_role("button", name="Aanvraag indienen").click()
    expect(page.get_by_text("CSO-2026-0001").first).to_be_visible()
    expect(page.get_by_text("vrijdag 27 november 2026").first).to_be_visible()


def arrived(sink: Sink) -> list[str]:
    """Let the sweep send what is due; return the plain texts that reached the requester."""
    sweep()
    received = [message for message in sink.messages if message["To"] == REQUESTER]
    return [message.get_body(("plain",)).get_content() for message in received]


def follow_the_mail(page: Page, live_server, copy: str) -> None:
    assert CLIENT not in copy
    assert "vrijdag 27 november 2026" in copy
    link = re.search(r"https?://\S+/aanvraag/\S+/", copy)
    assert link
    page.goto(live_server.url + urlsplit(link[0]).path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("CSO-2026-0001")
    expect(page.get_by_text(CLIENT)).to_have_count(0)


def register_agreement(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/beheer/billing/agreement/add/")
    page.get_by_label("Organisatie").select_option(label=SCHOOL)
    page.get_by_label("Ondertekend op").fill(TODAY.isoformat())
    page.get_by_label("Ondertekend door").fill("Directie Voorbeeld")
    page.get_by_role("button", name="Registreer").click()
    expect(page.get_by_text("Ondertekend").first).to_be_visible()


def plan(page: Page, live_server) -> None:
    log_in(page, live_server, "coach")
    page.goto(f"{live_server.url}/beheer/coaching/deskrequest/")
    page.get_by_role("link", name="CSO-2026-0001").click()
    page.get_by_role("button", name="Neem op").click()
    expect(page.get_by_text("In bespreking").first).to_be_visible()
    page.get_by_role("link", name="kan", exact=True).first.click()
    page.get_by_role("button", name="Plan in").click()
    expect(page.get_by_text("Daarvoor moet de overeenkomst ondertekend zijn").first).to_be_visible()
    register_agreement(page, live_server)
    page.goto(f"{live_server.url}/beheer/coaching/deskrequest/")
    page.get_by_role("link", name="CSO-2026-0001").click()
    page.get_by_role("link", name="kan", exact=True).first.click()
    page.get_by_role("button", name="Plan in").click()
    expect(page.get_by_text("Het gesprek is ingepland")).to_be_visible()


def record(page: Page, live_server) -> None:
    log_in(page, live_server, "coach")
    page.goto(f"{live_server.url}/beheer/coaching/deskrequest/")
    page.get_by_role("link", name="CSO-2026-0001").click()
    page.get_by_role("link", name="Gesprek ging door").click()
    page.get_by_role("button", name="Gesprek ging door").click()
    expect(page.get_by_text("Het gesprek is geregistreerd")).to_be_visible()


def invoice(page: Page, live_server) -> bytes:
    log_in(page, live_server, "finance")
    page.goto(f"{live_server.url}/beheer/billing/invoice/maken/")
    page.get_by_label("Van", exact=True).fill("2026-10-01")
    page.get_by_label("Tot en met").fill("2026-12-31")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_text("1 factuur, samen € 20,00")).to_be_visible()
    page.get_by_role("button", name="Maak 1 factuur").click()
    page.get_by_role("link", name="2027-CSO-00001").first.click()
    expect(page.get_by_text("€ 20,00").first).to_be_visible()
    address = page.get_by_role("link", name="Open de PDF").get_attribute("href")
    return page.request.get(f"{live_server.url}{address}").body()


def export(page: Page, live_server) -> str:
    page.goto(f"{live_server.url}/beheer/billing/exportbatch/add/")
    page.get_by_label("Van", exact=True).fill("2026-10-01")
    page.get_by_label("Tot en met").fill("2026-12-31")
    page.get_by_role("button", name="Maak de export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    return download.value.path().read_bytes().decode("utf-8-sig")


@pytest.fixture
def _people(db):
    for name in ("coach", "finance"):
        person = make_user(name, group=name)
        person.set_password(PASSWORD)
        person.save()
    make_supporter(first_name="Farid", languages=["dari"])


@pytest.fixture
def _three_talks_before(db):
    """The school had its free talks, and is known to finance."""
    school = Organisation.objects.create(name=SCHOOL, type_id="school", introduced_on=TODAY)
    Debtor.objects.create(
        organisation=school,
        name="vzw Scholen Denkbeeld",
        enterprise_number="0407123450",
        street="Schoolstraat 1",
        postcode="3000",
        city="Leuven",
    )
    coach = make_user("coach")
    for number in (1, 2, 3):
        start = clock(TODAY - timedelta(days=30 * number))
        talk = HeldTalk(school, f"CSO-2025-000{number}", start, 60, counts=True)
        post_charge(talk, by=coach, now=start + timedelta(hours=2))
    SellerSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": "OCMW Voorbeeld",
            "street": "Plein 1",
            "postcode": "3000",
            "city": "Leuven",
            "enterprise_number": "0212222241",
            "iban": "BE31091001234555",
            "email": "facturatie@ocmw.voorbeeld.be",
            "reference_prefix": "777",
        },
    )


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_people", "_three_talks_before")
def test_a_request_travels_from_the_form_to_the_export(live_server, page, smtp, settings):
    settings.SITE_URL = live_server.url
    with time_machine.travel(clock(TODAY)):
        ask(page, live_server)
        (copy,) = arrived(smtp)
        follow_the_mail(page, live_server, copy)
        plan(page, live_server)
        planned = arrived(smtp)[-1]
        assert "Farid" in planned
        assert CLIENT not in planned
    with time_machine.travel(clock(TALK, 16)):
        record(page, live_server)
    with time_machine.travel(clock(date(2027, 1, 5))):
        pdf = invoice(page, live_server)
        csv = export(page, live_server)
        sweep()

    request = ConsultRequest.objects.get()
    assert request.state == "completed"
    assert ClientDetails.objects.get().name == CLIENT
    charge = Charge.objects.get(request_reference="CSO-2026-0001")
    assert (charge.ordinal, charge.minutes, str(charge.amount)) == (4, 90, "20.00")
    issued = Invoice.objects.get()
    assert (issued.number, str(issued.total)) == ("2027-CSO-00001", "20.00")
    render_missing()  # what the worker does
    assert pdf == bytes(InvoiceDocument.objects.get(invoice=issued).pdf)
    assert pdf.startswith(b"%PDF-")
    assert ExportBatch.objects.get().invoice_count == 1
    lines = csv.splitlines()
    assert len(lines) == 3
    assert all("2027-CSO-00001" in line and "CSO-2026-0001" in line for line in lines[1:])
    assert CLIENT not in csv
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
