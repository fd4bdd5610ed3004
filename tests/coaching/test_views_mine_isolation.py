"""Nobody sees another organisation, whatever is asked, by whoever looks like somebody."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from requests_app.models import Organisation
from requests_app.services.accounts import confirm_contact, end_contact
from tests.coaching.mine_pages import INVOICES, MINE, browser, pair, traces
from tests.factories import (
    NOW,
    make_contact,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def two():
    return pair()


@pytest.mark.parametrize(
    "path",
    [
        MINE,
        f"{MINE}?pagina=1",
        f"{MINE}?organisatie={{pk}}",
        f"{MINE}?organisation={{pk}}",
        INVOICES,
    ],
)
def test_whatever_is_asked_nothing_of_another_organisation_shows(two, path):
    eik, berk = two
    for own, other in ((eik, berk), (berk, eik)):
        page = browser(own.contact).get(path.format(pk=other.organisation.pk))

        assert own.invoice.number in page.text
        assert [trace for trace in traces(other) if trace in page.text] == []


def test_the_document_of_another_organisation_is_not_there(two):
    eik, berk = two
    client = browser(eik.contact)

    numbers = [
        berk.invoice.number,
        berk.invoice.number.lower(),
        f"{berk.invoice.number} ",
        f"{eik.invoice.number},{berk.invoice.number}",
        str(berk.invoice.pk),
        "2026-CSO-%",
        "0",
    ]
    assert [client.get(f"{INVOICES}{number}/").status_code for number in numbers] == [404] * 7


@pytest.mark.parametrize("path", [MINE, INVOICES, f"{INVOICES}2026-CSO-00001/"])
def test_who_is_not_logged_in_is_sent_to_the_login(client, two, path):
    response = client.get(path)

    assert (response.status_code, response.url) == (302, f"/mijn/inloggen/?next={path}")
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [MINE, INVOICES, "document"])
def test_who_waits_sees_nothing_of_any_organisation(two, path):
    eik, berk = two
    waiting = make_contact("jan@eik.voorbeeld.be", organisation=eik.organisation, confirmed=False)
    page = browser(waiting).get(f"{INVOICES}{eik.invoice.number}/" if path == "document" else path)

    assert page.status_code == 200
    assert "Een coach kijkt je toegang na." in page.text
    own_words = [eik.organisation.name]  # what the person typed
    assert [t for t in traces(eik) + traces(berk) if t in page.text and t not in own_words] == []


def test_who_was_stopped_sees_nothing_any_more(two):
    eik, _ = two
    client = browser(eik.contact)
    assert client.get(MINE).status_code == 200

    end_contact(eik.contact.pk, now=NOW)

    assert [client.get(path).status_code for path in (MINE, INVOICES)] == [302, 302]


def test_who_was_stopped_and_asks_again_waits_again(two):
    eik, _ = two
    end_contact(eik.contact.pk, now=NOW)
    again = make_contact(eik.contact.user.email, organisation=eik.organisation, confirmed=False)

    page = browser(again).get(MINE)

    assert page.status_code == 200
    assert [trace for trace in traces(eik)[1:] if trace in page.text] == []


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"is_staff": True}, {"is_superuser": True}]
)
def test_closed_accounts_and_staff_see_nothing(two, fields):
    eik, _ = two
    client = browser(eik.contact)
    User.objects.filter(pk=eik.contact.user_id).update(**fields)

    assert client.get(MINE).status_code == 302


def test_staff_are_told_that_the_page_is_not_theirs(two):
    client = Client()
    client.force_login(make_user())

    page = client.get(MINE)

    assert page.status_code == 403
    assert "Deze pagina is voor contactpersonen van organisaties." in page.text
    assert [trace for each in two for trace in traces(each) if trace in page.text] == []


@pytest.mark.parametrize(
    "email",
    [
        "noor+1@eik.voorbeeld.be",
        "n.oor@eik.voorbeeld.be",
        "noor@eik.voorbeeld.be.elders.com",
        "noor@e1k.voorbeeld.be",
        "nooor@eik.voorbeeld.be",
    ],
)
def test_an_address_that_looks_alike_gives_nothing(two, email):
    eik, _ = two
    lookalike = make_contact(email, organisation=eik.organisation, confirmed=False)

    page = browser(lookalike).get(MINE)

    assert "Een coach kijkt je toegang na." in page.text
    assert [trace for trace in traces(eik)[1:] if trace in page.text.replace(email, "")] == []


def test_confirmed_for_another_organisation_shows_that_one_only(two):
    eik, berk = two
    coach = make_user()
    person = make_contact("jan@eik.voorbeeld.be", organisation=eik.organisation, confirmed=False)
    User.objects.filter(pk=person.user_id).update(last_login=NOW)

    confirm_contact(person.pk, berk.organisation.pk, by=coach, now=NOW)
    text = browser(person).get(MINE).text

    assert berk.invoice.number in text
    assert [trace for trace in traces(eik) if trace in text] == []


def test_after_requests_moved_to_another_organisation_they_show_there_only(two):
    eik, berk = two
    moved = eik.requests[-1]
    type(moved).objects.filter(pk=moved.pk).update(organisation=berk.organisation)

    assert moved.reference not in browser(eik.contact).get(MINE).text
    assert moved.reference in browser(berk.contact).get(MINE).text


def test_an_organisation_that_got_another_name_is_still_the_same(two):
    eik, berk = two
    Organisation.objects.filter(pk=eik.organisation.pk).update(name="Basisschool De Berk 2")

    text = browser(eik.contact).get(MINE).text

    assert "Basisschool De Berk 2" in text
    assert berk.invoice.number not in text
