"""Every road of the requester in a browser: with scripts, without, and with the keyboard alone."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from coaching.models import Appointment, Proposal
from coaching.states import ProposalState
from outbox.periodic import sweep
from requests_app import links, rules
from requests_app.choices import State
from requests_app.models import ClientDetails, Consent, ConsentWithdrawal, ConsultRequest
from tests.factories import make_contact, make_organisation, make_request

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=rules.BRUSSELS)
REQUESTER = "noor@school.voorbeeld.be"
MOST_TABS = 250

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _friday(settings) -> Iterator[None]:
    settings.THROTTLE = False  # tests fill in faster than people; the guard has its own
    with time_machine.travel(FRIDAY):
        yield


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def window(request, chromium: Browser) -> Iterator[Page]:
    """Return a window in which scripts run, and one in which they do not."""
    context = chromium.new_context(locale="nl-BE", java_script_enabled=request.param)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def about_yourself(window: Page) -> None:
    window.get_by_label("Je naam").fill("Noor Voorbeeld")
    window.get_by_label("Je e-mailadres").fill(REQUESTER)
    window.get_by_label("Je telefoonnummer").fill("016 00 00 00")
    window.get_by_label("Naam van je organisatie").fill("Basisschool De Fictie")
    window.get_by_label("Soort organisatie").select_option(label="School")
    window.get_by_label("Gemeente").fill("Leuven")
    window.get_by_label("Ja", exact=True).check()


def about_the_talk(window: Page, *tasks: str, day: date = date(2026, 12, 1)) -> None:
    for task in tasks:
        window.get_by_label(task).check()
    window.get_by_label("Taal", exact=True).select_option(label="Dari")
    window.get_by_label("Waarover gaat het gesprek?").fill("De overstap naar de eerste graad.")
    window.get_by_label("Datum").first.fill(day.isoformat())
    window.get_by_label("Uur", exact=True).first.fill("14:00")
    window.get_by_label("Bij het OCMW").check()


def about_the_client(window: Page) -> None:
    window.get_by_label("Naam van de cliënt").fill("Amina Kanarievogel")
    agree(window)


def agree(window: Page) -> None:
    window.get_by_label("Ja, de cliënt gaf uitdrukkelijk akkoord met deze tekst.").check()
    window.get_by_label("De cliënt zelf").check()
    window.get_by_label("Mondeling").check()
    window.get_by_label("Op welke dag?").fill("2026-11-19")
    window.get_by_label("In welke taal legde je de tekst uit?").select_option(label="Dari")


def send(window: Page) -> None:
    window.get_by_role("button", name="Aanvraag indienen").click()


def expect_thanks(window: Page) -> ConsultRequest:
    expect(window.get_by_text("CSO-2026-0001").first).to_be_visible()
    expect(window.get_by_text("vrijdag 27 november 2026").first).to_be_visible()
    return ConsultRequest.objects.get()


def page_of(live_server, request: ConsultRequest, page: str = "") -> str:
    return f"{live_server.url}/aanvraag/{links.token_for(request)}/{page}"


def test_ask_with_a_client(window, live_server):
    window.goto(f"{live_server.url}/aanvragen/")
    about_yourself(window)
    about_the_talk(window, "Een gesprek in de moedertaal", "De cliënt informatie geven")
    about_the_client(window)
    send(window)

    request = expect_thanks(window)
    assert request.client.name == "Amina Kanarievogel"
    assert request.consent.given_on == date(2026, 11, 19)
    expect(window.get_by_text("Kanarievogel")).to_have_count(0)


def test_ask_without_a_client(window, live_server):
    window.goto(f"{live_server.url}/aanvragen/")
    about_yourself(window)
    about_the_talk(window, "Een vraag vooraf bespreken met jou")
    send(window)

    assert expect_thanks(window).involves_client is False
    assert not ClientDetails.objects.exists()
    assert not Consent.objects.exists()


def test_only_an_interpreter_is_referred_and_another_task_makes_it_right(window, live_server):
    window.goto(f"{live_server.url}/aanvragen/")
    about_yourself(window)
    about_the_talk(window, "Een gesprek in de moedertaal")
    about_the_client(window)
    send(window)
    expect(window.get_by_role("heading", name="Heb je alleen een tolk nodig?")).to_be_visible()
    assert not ConsultRequest.objects.exists()

    window.get_by_label("De cliënt informatie geven").check()
    send(window)

    assert expect_thanks(window).client.name == "Amina Kanarievogel"


def test_too_late_says_from_when_and_loses_nothing(window, live_server):
    window.goto(f"{live_server.url}/aanvragen/")
    about_yourself(window)
    about_the_talk(window, "Een vraag vooraf bespreken met jou", day=date(2026, 11, 26))
    window.locator("form[novalidate]").first.wait_for()
    send(window)
    error = "Kies een datum vanaf vrijdag 27 november 2026."
    expect(window.get_by_role("alert").get_by_role("link", name=error)).to_be_visible()
    expect(window.get_by_text("Te kort dag?")).to_be_visible()
    expect(window.get_by_label("Je naam")).to_have_value("Noor Voorbeeld")
    expect(window.get_by_label("Datum").first).to_have_value("2026-11-26")
    assert not ConsultRequest.objects.exists()

    window.get_by_label("Datum").first.fill("2026-12-01")
    send(window)

    assert expect_thanks(window).question == "De overstap naar de eerste graad."


def test_choose_a_proposed_moment(window, live_server):
    request = make_request(State.ALTERNATIVE_PROPOSED, held_for_proposal=True)
    window.goto(page_of(live_server, request))
    window.get_by_role("link", name="Antwoord op het voorstel").click()
    window.get_by_role("radio").first.check()
    window.get_by_role("button", name="Verstuur je antwoord").click()

    expect(window.get_by_text("Ingepland").first).to_be_visible()
    assert Appointment.objects.get().request == request
    assert Proposal.objects.get().state == ProposalState.CHOSEN


def test_suggest_another_moment(window, live_server):
    request = make_request(State.ALTERNATIVE_PROPOSED)
    window.goto(page_of(live_server, request, "moment/"))
    window.get_by_label("Geen van deze momenten past").check()
    window.get_by_label("Datum").first.fill("2026-12-15")
    window.get_by_label("Uur", exact=True).first.fill("09:30")
    window.get_by_role("button", name="Verstuur je antwoord").click()

    expect(window.get_by_text("In bespreking bij de coaches").first).to_be_visible()
    request.refresh_from_db()
    wished = [rules.moment_in_words(moment.start) for moment in request.moments.all()]
    assert wished == ["dinsdag 15 december 2026, 09.30 uur"]


def test_withdraw_the_agreement(window, live_server):
    request = make_request(State.IN_REVIEW)
    window.goto(page_of(live_server, request))
    window.get_by_role("link", name="Akkoord van de cliënt intrekken").click()
    window.get_by_role("button", name="Ja, trek in en wis de gegevens").click()

    expect(window.get_by_text("akkoord van de cliënt ingetrokken").first).to_be_visible()
    assert not ClientDetails.objects.exists()
    assert ConsentWithdrawal.objects.get().consent.request == request


def test_cancel(window, live_server):
    request = make_request(State.PLANNED)
    window.goto(page_of(live_server, request))
    window.get_by_role("link", name="Aanvraag annuleren").click()
    window.get_by_role("button", name="Ja, annuleer de aanvraag").click()

    expect(window.get_by_text("Geannuleerd").first).to_be_visible()
    request.refresh_from_db()
    assert request.state == State.CANCELLED


def test_ask_a_follow_up_talk(window, live_server):
    earlier = make_request(State.COMPLETED)
    window.goto(page_of(live_server, earlier))
    window.get_by_role("link", name="Nog een gesprek aanvragen").click()
    expect(window.get_by_label("Je naam")).to_have_value(earlier.requester_name)
    window.get_by_label("Waarover gaat het gesprek?").fill("Hoe het verder ging.")
    window.get_by_label("Datum").first.fill("2026-12-01")
    window.get_by_label("Uur", exact=True).first.fill("14:00")
    agree(window)
    send(window)

    expect(window.get_by_text("vrijdag 27 november 2026").first).to_be_visible()
    request = ConsultRequest.objects.exclude(pk=earlier.pk).get()
    assert request.follows == earlier
    assert request.client.name == earlier.client.name
    assert request.consent.given_on == date(2026, 11, 19)


def test_lost_link(window, live_server, mailoutbox):
    request = make_request(State.IN_REVIEW, requester_email=REQUESTER)
    window.goto(f"{live_server.url}/link-kwijt/")
    window.get_by_label("Je e-mailadres").fill(REQUESTER)
    window.get_by_role("main").get_by_role("button").click()
    expect(window.get_by_role("heading", level=1)).to_be_visible()
    sweep()

    assert links.url_for(request) in mailoutbox[0].body


def test_log_in_by_code(window, live_server, mailoutbox):
    own = make_request(State.IN_REVIEW, requester_email=REQUESTER)
    strange = make_request(State.IN_REVIEW, organisation=make_organisation("CAW Elders"))
    make_contact(REQUESTER, organisation=own.organisation)
    window.goto(f"{live_server.url}/mijn/")
    window.get_by_label("e-mailadres").fill(REQUESTER)
    window.get_by_role("button", name="Mail me een code").click()
    expect(window.get_by_role("heading", name="Geef de code in")).to_be_visible()
    sweep()
    code = re.search(r"Je code: (\d{4} \d{4})", mailoutbox[0].body)
    assert code
    window.get_by_label("code").fill(code[1])
    window.get_by_role("button", name="Log in").click()

    expect(window.get_by_text(own.reference).first).to_be_visible()
    expect(window.get_by_text(strange.reference)).to_have_count(0)


def press_to(page: Page, target: Locator) -> None:
    """Go on with the tab key until `target` has the focus, and see that it can be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("field => field === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {target}")


def type_in(page: Page, label: str, text: str) -> None:
    press_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.type(text)


def tick(page: Page, label: str) -> None:
    press_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.press("Space")


def test_ask_with_the_keyboard_alone(page, live_server):
    page.goto(f"{live_server.url}/aanvragen/")
    type_in(page, "Je naam", "Noor Voorbeeld")
    type_in(page, "Je e-mailadres", REQUESTER)
    type_in(page, "Je telefoonnummer", "016 00 00 00")
    type_in(page, "Naam van je organisatie", "Basisschool De Fictie")
    type_in(page, "Soort organisatie", "School")
    type_in(page, "Gemeente", "Leuven")
    tick(page, "Ja")
    tick(page, "Een vraag vooraf bespreken met jou")
    type_in(page, "Taal", "Dari")
    type_in(page, "Waarover gaat het gesprek?", "De overstap.")
    type_in(page, "Datum", "12012026")  # as a browser in English asks it
    type_in(page, "Uur", "1400")
    press_to(page, page.get_by_label("Bij jouw organisatie"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press_to(page, page.get_by_role("button", name="Aanvraag indienen"))
    page.keyboard.press("Enter")

    request = expect_thanks(page)
    assert (request.requester_name, request.location_kind) == ("Noor Voorbeeld", "ocmw")
    assert timezone.now() - request.submitted_at < timedelta(minutes=5)
