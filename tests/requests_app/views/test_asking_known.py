"""Who is logged in as a contact person finds the form filled in; nobody else's page changes (F4)."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.models import ConsultRequest, ContactPerson
from tests.factories import NOW, make_organisation, make_user
from tests.requests_app.postings import ADDRESS, WITHOUT_CLIENT, aged, send, text_of, token_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Client:
    """The browser of a confirmed contact person."""
    school = make_organisation(introduced_on=NOW.date())
    user = User.objects.create_user("noor", email="noor@school.voorbeeld.be")
    ContactPerson.objects.create(
        user=user,
        organisation=school,
        organisation_name=school.name,
        name="Noor Voorbeeld",
        function="zorgcoördinator",
        phone="016 12 34 56",
        asked_at=NOW,
        confirmed_at=NOW,
        confirmed_by=make_user(),
    )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_contact_person_finds_the_first_part_filled_in(known):
    page = known.get(ADDRESS)

    source = text_of(page)
    for value in ("Noor Voorbeeld", "zorgcoördinator", "noor@school.voorbeeld.be", "3000"):
        assert f'value="{value}"' in source
    assert '<option value="school" selected>' in source
    assert re.search(r'name="introduced" value="ja"[^>]* checked', source)
    assert "We vulden in wat we al weten." in source
    assert "no-store" in page["Cache-Control"]


def test_filled_in_form_is_taken_like_any_other(known):
    token = aged(token_in(known.get(ADDRESS)))

    assert send(known, WITHOUT_CLIENT, token=token).status_code == 302
    assert ConsultRequest.objects.count() == 1


def test_blank_form_of_others_holds_nothing_of_the_contact_person(known, client):
    known.get(ADDRESS)
    page = client.get(ADDRESS)

    assert "Noor" not in text_of(page)
    assert "We vulden in" not in text_of(page)
    assert page["Cache-Control"] == "private, no-cache"


def test_page_without_a_session_asks_nothing_of_the_database(client):
    client.get(ADDRESS)

    with CaptureQueriesContext(connection) as counted:
        client.get(ADDRESS)

    assert len(counted) == 0


def test_staff_get_the_blank_form(client):
    client.force_login(make_user("coach"), backend="django.contrib.auth.backends.ModelBackend")

    assert "We vulden in" not in text_of(client.get(ADDRESS))
