"""Somebody lost a link."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.models import LinkRequest
from tests.factories import NOW, make_request
from tests.requests_app.following import address
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/link-kwijt/"
KNOWN, UNKNOWN = "noor@school.voorbeeld.be", "iemand@elders.voorbeeld.be"


def ask(client, email):
    return client.post(PAGE, {"email": email}, follow=True)


def test_the_page_asks_for_an_address_and_stores_nothing(client):
    page = client.get(PAGE)

    assert reverse("link_lost") == PAGE
    assert "Link naar je aanvraag kwijt?" in words_of(page)
    assert "no-store" in page["Cache-Control"]
    assert not LinkRequest.objects.exists()


def test_the_answer_is_the_same_whether_known_or_not(client):
    make_request()
    client.get(PAGE)
    shape = re.compile(r'value="[A-Za-z0-9]{64}"')  # the token against forgery

    with CaptureQueriesContext(connection) as known_statements:
        known = ask(Client(), KNOWN)
    with CaptureQueriesContext(connection) as unknown_statements:
        unknown = ask(Client(), UNKNOWN)

    assert known.redirect_chain == unknown.redirect_chain == [(f"{PAGE}?verstuurd", 302)]
    assert shape.sub("", text_of(known)) == shape.sub("", text_of(unknown))
    assert len(known_statements) == len(unknown_statements)
    assert "Kijk in je mailbox." in words_of(known)
    assert {row.email for row in LinkRequest.objects.order_by("pk")} == {KNOWN, UNKNOWN}
    kinds = OutgoingMail.objects.values_list("kind", "origin_key")
    assert len(set(kinds)) == 1
    assert OutgoingMail.objects.count() == 2


def test_the_address_stands_in_no_address_and_no_page(client):
    page = ask(client, KNOWN)

    assert KNOWN not in text_of(page)
    assert KNOWN not in str(page.redirect_chain)


@pytest.mark.parametrize("email", ["", "noor", "a@b.be\nBcc: c@d.be"])
def test_what_is_no_address_is_refused(client, email):
    page = client.post(PAGE, {"email": email})

    assert len(errors_of(page)) == 1
    assert "<title>Fout:" in text_of(page)
    assert not LinkRequest.objects.exists()


def test_one_address_gets_three_mails_an_hour_and_nobody_sees_that(client, settings):
    settings.THROTTLE = True

    pages = [words_of(ask(client, email)) for email in (KNOWN, KNOWN, KNOWN, KNOWN.upper())]

    assert "Kijk in je mailbox." in pages[-1]
    assert LinkRequest.objects.count() == OutgoingMail.objects.count() == 3


def test_one_network_asks_twenty_times_an_hour(client, settings):
    settings.THROTTLE = True
    for number in range(20):
        assert ask(client, f"iemand{number}@voorbeeld.be").status_code == 200

    page = ask(client, UNKNOWN)

    assert page.status_code == 429
    assert "Dat waren veel vragen. Probeer het opnieuw over" in errors_of(page)[0]
    assert f'value="{UNKNOWN}"' in text_of(page)


def test_dead_links_lead_here(client):
    long_ago = NOW - timedelta(days=91)
    expired = make_request(State.CANCELLED, closed_at=long_ago)
    pages = [client.get(path) for path in ("/aanvraag/x/", "/bestaat-niet/", address(expired))]

    assert [page.status_code for page in pages] == [404, 404, 410]
    assert [f'href="{PAGE}"' in text_of(page) for page in pages] == [True] * 3


def test_the_page_costs_no_more_than_the_settings(client, django_assert_max_num_queries):
    client.get(PAGE)

    with django_assert_max_num_queries(1):
        client.get(PAGE)
