"""The queue: its lists, search, pages, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.choices import State
from requests_app.models import ConsultRequest
from tests import factories
from tests.coaching.pages import LIST, references, text_of

pytestmark = pytest.mark.django_db


def test_queue_shows_open_requests_by_latest_useful_answer(desk, now):
    late = factories.make_request(now=now, respond_by=date(2026, 1, 3), answer_due=date(2026, 1, 9))
    answered = factories.make_request(
        State.ACCEPTED, now=now, respond_by=date(2026, 1, 2), answer_due=date(2026, 1, 9)
    )
    soon = factories.make_request(State.IN_REVIEW, now=now)
    closed = factories.make_request(State.DECLINED, now=now)

    page = desk.get(reverse(LIST))

    assert references(page) == [late.reference, soon.reference, answered.reference]
    words = text_of(page)
    assert "te laat" in words
    assert "Dari gesprek, uitleg" in words
    assert closed.reference not in words
    assert factories.CLIENT_NAME not in words


def by_list(now, coach):
    other = factories.make_user("bert")
    return {
        "new": factories.make_request(now=now),
        "mine": factories.make_request(State.IN_REVIEW, now=now, coach=coach),
        "waits": factories.make_request(State.ALTERNATIVE_PROPOSED, now=now, coach=other),
        "to_plan": factories.make_request(State.ACCEPTED, now=now, coach=other),
        "to_register": factories.make_request(
            State.PLANNED, now=now, coach=other, start=factories.at(-1, now=now)
        ),
        "planned": factories.make_request(State.PLANNED, now=now, coach=other),
        "closed": factories.make_request(State.CANCELLED, now=now),
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ["new", "mine", "waits", "to_plan", "to_register", "planned"]),
        ("onzin", ["new", "mine", "waits", "to_plan", "to_register", "planned"]),
        ("nieuw", ["new"]),
        ("mijn", ["mine"]),
        ("wacht", ["waits"]),
        ("plannen", ["mine", "to_plan"]),
        ("registreren", ["to_register"]),
        ("alles", ["new", "mine", "waits", "to_plan", "to_register", "planned", "closed"]),
    ],
)
def test_lists_of_the_queue(desk, coach, now, name, shown):
    rows = by_list(now, coach)

    page = desk.get(reverse(LIST), {"lijst": name} if name else {})

    assert set(references(page)) == {rows[key].reference for key in shown}


def test_queue_is_searched_by_reference_organisation_and_requester(desk, now):
    wanted = factories.make_request(
        now=now,
        organisation=factories.make_organisation("Atheneum Nergens"),
        requester_name="Zita Uniek",
    )
    factories.make_request(now=now)

    for query in (wanted.reference, "nergens", "zita"):
        assert references(desk.get(reverse(LIST), {"q": query})) == [wanted.reference]
    assert "Niets in deze lijst" in text_of(desk.get(reverse(LIST), {"q": "bestaat niet"}))


def test_queue_has_pages_of_25(desk, now):
    factories.make_queue(30, now=now)

    first = desk.get(reverse(LIST))
    second = desk.get(reverse(LIST), {"p": 2})

    assert (len(references(first)), len(references(second))) == (25, 5)
    assert not set(references(first)) & set(references(second))
    assert "Bladzijde 1 van 2" in text_of(first)
    assert "Vorige" in text_of(second)


@pytest.mark.parametrize("count", [25, 2500])
def test_queue_costs_the_same_at_any_size(client, coach, now, count):
    factories.make_queue(count, now=now)
    client.force_login(coach)
    client.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse(LIST))

    assert len(references(page)) == 25
    assert len(queries) <= 12
    assert len(queries) == 6, [query["sql"][:120] for query in queries]


def test_every_request_of_the_database_is_in_the_queue(desk, now):
    factories.make_queue(60, now=now)

    found = {
        reference
        for number in (1, 2, 3)
        for reference in references(desk.get(reverse(LIST), {"p": number}))
    }

    assert found == set(ConsultRequest.objects.values_list("reference", flat=True))
