"""The page of an organisation: what its own people see, and that nobody else sees any of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import InvoiceDocument
from billing.services import end_agreement, issue
from privacy.fields import sealed_fields
from requests_app import links
from requests_app.choices import State
from requests_app.models import ConsultRequest
from tests.billing.money import at, held, user
from tests.coaching.mine_pages import INVOICES, MINE, browser, pair, words
from tests.factories import (
    CLIENT_NAME,
    NOW,
    make_contact,
    make_request,
    make_supporter,
    make_tariff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def two():
    return pair()


def test_an_own_page_shows_the_requests_the_talks_the_agreement_and_the_invoices(two):
    eik, _ = two
    page = browser(eik.contact).get(MINE)

    text = words(page)
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in page.headers["Cache-Control"]
    assert [request.reference in text for request in eik.requests] == [True] * 6
    assert "3 van 3 gratis gesprekken gebruikt ." in text
    assert "Daarna zijn er 2 betalende gesprekken, gehouden of ingepland." in text
    assert "Ondertekend op 5 januari 2026 door Tekenaar van Atheneum De Eik, directie." in text
    assert f"{eik.invoice.number} (PDF) 20/11/2026" in text
    assert "te betalen € 30,00" in text.replace("\xa0", " ")


def test_a_row_says_what_when_and_where_it_stands(two):
    eik, _ = two
    text = words(browser(eik.contact).get(MINE))

    assert (
        f"{eik.requests[0].reference} van jou Afgerond Gesprek op dinsdag 1 september 2026, 14.00 uur"
        in text
    )
    assert f"{eik.requests[-1].reference} Ontvangen Gewenst op" in text
    assert "Een gesprek in de moedertaal" in text or "moedertaal" in text


def test_only_who_made_a_request_can_open_it(two):
    eik, _ = two
    html = browser(eik.contact).get(MINE).text

    assert [links.token_for(each) in html for each in eik.requests] == [True] * 5 + [False]


def test_no_link_once_it_would_not_open(time_machine):
    contact = make_contact()
    request = make_request(State.CANCELLED, requester_email=contact.user.email)

    time_machine.move_to(NOW + timedelta(days=120), tick=False)
    html = browser(contact).get(MINE).text

    assert request.reference in html
    assert links.token_for(request) not in html


@pytest.mark.parametrize(
    "email",
    ["NOOR@school.voorbeeld.be", "noor+x@school.voorbeeld.be", "n\u043eor@school.voorbeeld.be"],
)
def test_only_the_very_same_address_is_own(email):
    contact = make_contact()
    request = make_request(requester_email=email)

    html = browser(contact).get(MINE).text

    assert (links.token_for(request) in html) is (email == "NOOR@school.voorbeeld.be")


def test_nothing_of_a_client_stands_on_any_page(two):
    contact = make_contact()
    make_request(question="Kanarie-vraag", sensitive_points="Kanarie-punt", language_note="Kanarie")
    pages = browser(contact).get(MINE).text + browser(contact).get(INVOICES).text

    found = [word for word in (CLIENT_NAME, "Kanarie", "D-17", "1989", "Dari") if word in pages]
    assert found == []


def test_nothing_sealed_is_even_read(two):
    eik, _ = two
    with CaptureQueriesContext(connection) as captured:
        browser(eik.contact).get(MINE)

    read = "".join(query["sql"] for query in captured)
    sealed = [f'"{field.name}"' for field in sealed_fields(ConsultRequest)]
    assert sealed
    assert [name for name in (*sealed, "clientdetails") if name in read] == []


def test_the_own_document_comes_as_a_file_that_nobody_keeps(two):
    eik, _ = two
    client = browser(eik.contact)

    first = client.get(f"{INVOICES}{eik.invoice.number}/")
    stored = InvoiceDocument.objects.count()
    again = client.get(f"{INVOICES}{eik.invoice.number}/")

    assert first.headers["Content-Type"] == "application/pdf"
    assert (
        first.headers["Content-Disposition"] == f'attachment; filename="{eik.invoice.number}.pdf"'
    )
    assert "no-store" in first.headers["Cache-Control"]
    assert first.content[:5] == b"%PDF-"
    assert first.content == again.content
    assert stored == InvoiceDocument.objects.count() == 0


def test_a_document_that_is_kept_is_sent_byte_for_byte(two):
    eik, _ = two
    InvoiceDocument.objects.create(
        invoice=eik.invoice, pdf=b"%PDF-bewaard", sha256="0" * 64, rendered_at=NOW
    )

    assert browser(eik.contact).get(f"{INVOICES}{eik.invoice.number}/").content == b"%PDF-bewaard"


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "99999999999", "1e3", "\u0661", "2.0"])
def test_a_page_number_that_is_none_is_the_first(asked):
    contact = make_contact()
    request = make_request()

    assert request.reference in browser(contact).get(MINE, {"pagina": asked}).text


def test_pages_of_twenty_five_newest_first():
    contact = make_contact()
    made = [make_request(submitted_at=NOW - timedelta(days=days)) for days in range(27)]
    client = browser(contact)

    first, second, third = (client.get(MINE, {"pagina": n}).text for n in (1, 2, 3))

    places = [first.index(each.reference) for each in made[:25]]
    assert places == sorted(places)
    assert [each.reference in first for each in made[25:]] == [False, False]
    assert [each.reference in second for each in made[24:]] == [False, True, True]
    assert 'href="?pagina=2"' in first
    assert 'href="?pagina=1"' in second
    assert "Er zijn geen oudere aanvragen." in third


def test_the_first_day_nothing_is_there_and_that_is_said():
    make_tariff()
    text = words(browser(make_contact()).get(MINE))

    assert "Er zijn nog geen aanvragen van jullie organisatie." in text
    assert "0 van 3 gratis gesprekken gebruikt ." in text
    assert "Die is pas nodig als de gratis gesprekken op zijn." in text
    assert "Er zijn geen facturen." in text


def test_without_agreement_and_without_free_talks_the_page_says_what_to_do():
    contact = make_contact()
    for days in (8, 9, 10):
        make_request(
            State.PLANNED, start=at(NOW.date() + timedelta(days=days)), supporter=make_supporter()
        )

    text = words(browser(contact).get(MINE))

    assert "0 van 3 gratis gesprekken gebruikt , nog 3 verwacht." in text
    assert "Zonder overeenkomst kunnen we het volgende gesprek niet inplannen." in text


def test_an_agreement_that_stops_says_until_when(two):
    eik, _ = two
    agreement = eik.organisation.agreements.get()
    end_agreement(agreement, ended_on=date(2026, 12, 31), by=user(), now=NOW)

    text = words(browser(eik.contact).get(MINE))

    assert "Ze loopt tot en met 31 december 2026." in text


def test_more_than_five_invoices_have_a_page_of_their_own(two, monkeypatch):
    eik, berk = two
    monkeypatch.setattr("coaching.views.mine.NEWEST", 1)
    held(eik.organisation, at(date(2026, 6, 3)))
    issue(date(2026, 4, 1), date(2026, 6, 30), by=user("finance"), now=NOW)
    client = browser(eik.contact)

    assert f'href="{INVOICES}"' in client.get(MINE).text
    page = client.get(INVOICES)
    assert eik.invoice.number in page.text
    assert berk.invoice.number not in page.text
    assert "Er zijn geen oudere facturen." in client.get(INVOICES, {"pagina": 2}).text


def test_as_many_statements_for_one_request_as_for_many(django_assert_num_queries):
    contact = make_contact()
    make_request(State.PLANNED)
    client = browser(contact)
    client.get(MINE)
    for _ in range(30):
        make_request(State.PLANNED, supporter=make_supporter())

    # Session and account, the person, the requests, counter, talks, planned, agreement, invoices.
    with django_assert_num_queries(8):
        client.get(MINE)


def test_the_form_is_offered_and_the_way_out(two):
    html = browser(two[0].contact).get(MINE).text

    assert 'href="/aanvragen/"' in html
    assert 'action="/mijn/uitloggen/"' in html


def test_a_page_without_login_offers_no_way_out_and_reads_no_session(client):
    response = client.get("/")

    assert 'href="/mijn/"' in response.text
    assert "uitloggen" not in response.text
    assert "Cookie" not in response.headers.get("Vary", "")
