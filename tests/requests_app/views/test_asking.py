"""The request form over HTTP: what is stored, what is refused, and in which words."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from outbox.models import OutgoingMail
from privacy.fields import HIDDEN
from requests_app import rules
from requests_app.choices import State
from requests_app.models import (
    ClientDetails,
    ClosingDay,
    Consent,
    ConsentText,
    ConsultRequest,
    Language,
    Organisation,
    OrganisationType,
)
from requests_app.selectors import forget_reference
from tests.factories import NOW, make_organisation
from tests.requests_app.postings import (
    ADDRESS,
    NOTHING,
    WITH_CLIENT,
    WITHOUT_CLIENT,
    aged,
    errors_of,
    link_of,
    rows,
    send,
    text_of,
    token_in,
    token_of,
    words_of,
)
from tests.threads import together

pytestmark = pytest.mark.django_db


def test_blank_form_names_the_earliest_date_the_agreement_and_the_price(client):
    page = client.get(ADDRESS)

    words = words_of(page)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-cache"
    assert "vanaf vrijdag 27 november 2026" in words
    assert 'min="2026-11-27"' in text_of(page)
    assert ConsentText.objects.get(purpose="request", version=1).text in words
    assert "Vanaf gesprek 4 kost het eerste uur € 15 en elk extra uur dat begint € 5." in words
    assert [part for part in range(1, 6) if f"Deel {part} van 5" not in words] == []
    assert rows() == NOTHING


def test_blank_form_from_memory_has_a_fresh_token(client):
    first, second = client.get(ADDRESS), client.get(ADDRESS)

    assert token_in(first) != token_in(second)


def test_blank_form_from_memory_is_nobodys_and_its_csrf_token_works():
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    first.get(ADDRESS)
    page = second.get(ADDRESS)

    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(page))
    assert found
    token = aged(token_in(page))
    fields = {"token": token, "csrfmiddlewaretoken": found.group(1), **WITHOUT_CLIENT}
    assert "eigen-" not in text_of(page)
    assert first.post(ADDRESS, fields).status_code == 403
    assert second.post(ADDRESS, fields).status_code == 302


def test_request_with_client_is_stored_whole(client):
    page = send(
        client,
        WITH_CLIENT,
        sensitive_points="Vader is streng.",
        language_note="uit Kabul",
        date_2="2026-12-02",
        time_2="09:30",
    )

    request = ConsultRequest.objects.select_related("organisation", "consent", "client").get()
    assert page["Location"] == f"{link_of(page)}bedankt/"
    assert rows() == {**dict.fromkeys(NOTHING, 1), "PreferredMoment": 2, "OutgoingMail": 2}
    stored = {
        "reference": "CSO-2026-0001",
        "requester_name": "Noor Voorbeeld",
        "requester_function": "zorgcoördinator",
        "requester_email": "noor@school.voorbeeld.be",
        "requester_phone": "016 12 34 56",
        "introduced": True,
        "tasks": ["consult_mother_tongue", "explain_differences"],
        "involves_client": True,
        "language_id": "dari",
        "language_note": "uit Kabul",
        "question": "Hoe verloopt de overstap?",
        "sensitive_points": "Vader is streng.",
        "location_kind": "organisation",
        "location_address": "Schoolstraat 1, 3000 Leuven",
        "duration_minutes": 60,
        "state": State.SUBMITTED,
        "submitted_at": NOW,
        "answer_due": date(2026, 11, 27),
        "respond_by": date(2026, 11, 27),
    }
    assert {name: getattr(request, name) for name in stored} == stored
    assert list(request.moments.values_list("position", "start")) == [
        (1, rules.brussels_moment(date(2026, 12, 1), NOW.time().replace(hour=14, minute=0))),
        (2, rules.brussels_moment(date(2026, 12, 2), NOW.time().replace(hour=9, minute=30))),
    ]
    assert sorted(OutgoingMail.objects.values_list("kind", "ref", "state")) == [
        ("requests.copy", str(request.pk), "queued"),
        ("requests.new_notice", str(request.pk), "queued"),
    ]


def test_organisation_client_and_agreement_are_stored_with_it(client):
    send(client, WITH_CLIENT)

    request = ConsultRequest.objects.select_related("organisation", "consent", "client").get()
    organisation = request.organisation
    assert (organisation.name, organisation.type_id, organisation.postcode, organisation.city) == (
        "Basisschool De Fictie",
        "school",
        "3000",
        "Leuven",
    )
    asked = request.client
    assert (asked.name, asked.birth_year, asked.gender, asked.file_reference) == (
        "Amina Verzonnen",
        "1989",
        "f",
        "D-17",
    )
    consent = request.consent
    assert (
        consent.text,
        consent.given_by,
        consent.given_how,
        consent.given_on,
        consent.language_code,
        consent.obtained_by,
        consent.recorded_at,
    ) == (
        ConsentText.objects.get(purpose="request", version=1).text,
        "client",
        "oral",
        date(2026, 11, 19),
        "dari",
        "Noor Voorbeeld",
        NOW,
    )


def test_request_without_client_keeps_nothing_of_a_client_whatever_was_posted(client):
    page = send(client, WITH_CLIENT, tasks=["case_advice"], birth_year="geen", consent_version="x")

    assert page.status_code == 302
    assert (ClientDetails.objects.count(), Consent.objects.count()) == (0, 0)
    assert ConsultRequest.objects.get().involves_client is False


def test_home_visit_keeps_its_address_with_the_client_only(client):
    send(
        client,
        WITH_CLIENT,
        tasks=["home_visit"],
        location_kind="home",
        location_address="toch iets",
        home_address="Kanariestraat 5",
    )

    request = ConsultRequest.objects.get()
    assert request.location_address == ""
    assert request.client.home_address == "Kanariestraat 5"


def test_address_of_a_home_is_not_kept_for_a_talk_elsewhere(client):
    send(client, WITH_CLIENT, home_address="Kanariestraat 5")

    assert ConsultRequest.objects.get().client.home_address == ""


def test_known_organisation_is_used_again_and_not_changed(client):
    known = make_organisation("Basisschool De Fictie", city="Heverlee")

    send(client, WITHOUT_CLIENT, organisation_name="  basisschool DE  fictie ")

    known.refresh_from_db()
    assert (Organisation.objects.get(), known.city) == (known, "Heverlee")
    assert ConsultRequest.objects.get().organisation == known


def test_no_introduction_is_accepted_and_explained(client):
    page = send(client, WITHOUT_CLIENT, introduced="nee")

    assert ConsultRequest.objects.get().introduced is False
    assert "Maak kennis met ons" in words_of(client.get(page["Location"]))


# --- Once, whatever comes twice ---------------------------------------------------------------


def test_same_form_twice_is_one_request_with_the_same_address(client):
    token = token_of(client)

    first = send(client, WITH_CLIENT, token=token)
    before = rows()
    with travel(NOW + timezone.timedelta(seconds=3), tick=False):
        second = send(client, WITH_CLIENT, token=token, question="anders")

    assert second["Location"] == f"{first['Location']}?al=1"
    assert rows() == before
    assert "Deze aanvraag was al ingediend." in words_of(client.get(second["Location"]))


def test_form_that_was_stored_leads_to_its_request_even_when_it_is_not_valid_any_more(client):
    token = token_of(client)
    first = send(client, WITHOUT_CLIENT, token=token, date_1="2026-11-27")

    with travel(NOW + timezone.timedelta(days=1), tick=False):
        again = send(client, WITHOUT_CLIENT, token=token, date_1="2026-11-27")

    assert again["Location"] == f"{first['Location']}?al=1"


@pytest.mark.parametrize("token", ["", "verzonnen", "a:b:c", None, "\x00"])
def test_token_that_is_not_ours_keeps_all_input_and_gets_a_fresh_one(client, token):
    page = send(client, WITHOUT_CLIENT, token=token)

    assert errors_of(page) == [
        "Dit formulier stond te lang open of was niet volledig. Je tekst staat er nog."
        " Kijk alles na en dien opnieuw in."
    ]
    assert rows() == NOTHING
    assert 'value="Noor Voorbeeld"' in text_of(page)
    assert send(client, WITHOUT_CLIENT, token=token_in(page)).status_code == 302


def test_token_lives_two_days(client):
    token = token_of(client)

    with travel(NOW + timezone.timedelta(days=2, minutes=1), tick=False):
        assert len(errors_of(send(client, WITHOUT_CLIENT, token=token))) == 1


def test_failed_form_keeps_its_token(client):
    token = token_of(client)

    assert token_in(send(client, WITHOUT_CLIENT, token=token, requester_name="")) == token


@pytest.mark.django_db(transaction=True)
def test_two_postings_at_once_are_one_request():
    OrganisationType.objects.get_or_create(code="school", defaults={"name": "School"})
    Language.objects.get_or_create(code="dari", defaults={"name": "Dari"})
    ConsentText.objects.get_or_create(purpose="request", version=1, defaults={"text": "tekst"})
    forget_reference()
    token = token_of(Client())

    answers = together(4, lambda _: send(Client(), WITH_CLIENT, token=token))

    assert {link_of(answer) for answer in answers} == {link_of(answers[0])}
    assert rows() == {**dict.fromkeys(NOTHING, 1), "OutgoingMail": 2}


# --- Thanks ------------------------------------------------------------------------------------


def test_thanks_page_tells_number_answer_date_and_what_comes_next(client):
    page = client.get(send(client, WITH_CLIENT)["Location"])

    words = words_of(page)
    assert page.status_code == 200
    assert "Je aanvraag heeft nummer CSO-2026-0001" in words
    assert "antwoord ten laatste op vrijdag 27 november 2026" in words
    assert "We sturen een kopie naar noor@school.voorbeeld.be" in words
    assert "Vanaf gesprek 4 kost" in words
    assert "Maak kennis met ons" not in words
    assert "al ingediend" not in words
    assert "Amina" not in words
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("day", "hour", "warning"),
    [
        ("2026-12-05", "14:00", "zaterdag 5 december 2026 is geen gewone werkdag"),
        ("2026-12-25", "14:00", "vrijdag 25 december 2026 is geen gewone werkdag (Kerstmis)"),
        ("2026-12-07", "14:00", "maandag 7 december 2026 is geen gewone werkdag (brugdag)"),
        ("2026-12-01", "06:30", "06.30 uur valt buiten de gewone uren"),
    ],
)
def test_odd_moment_is_taken_with_a_warning(client, day, hour, warning):
    ClosingDay.objects.create(day=date(2026, 12, 7), name="brugdag")
    forget_reference()

    page = client.get(send(client, WITHOUT_CLIENT, date_1=day, time_1=hour)["Location"])

    assert f"Let op bij je momenten: {warning}. We bekijken of het toch kan." in words_of(page)


def test_ordinary_moment_gives_no_warning(client):
    page = client.get(send(client, WITHOUT_CLIENT)["Location"])

    assert "Let op bij je momenten" not in words_of(page)


# --- What it costs -----------------------------------------------------------------------------


def statements(client, **changes):
    """All statements of asking once, from the blank form to the answer, with nothing in memory."""
    forget_reference()
    with CaptureQueriesContext(connection) as counted:
        assert send(client, WITH_CLIENT, **changes).status_code == 302
    return [row["sql"] for row in counted.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_asking_costs_at_most_12_statements_with_nothing_in_memory(client):
    OrganisationType.objects.get_or_create(code="school", defaults={"name": "School"})
    Language.objects.get_or_create(code="dari", defaults={"name": "Dari"})
    ConsentText.objects.get_or_create(purpose="request", version=1, defaults={"text": "tekst"})

    new = statements(client)
    for number in range(300):
        make_organisation(f"Organisatie {number}")
    known = statements(client, date_2="2026-12-02", time_2="10:00")

    assert len(new) <= 12, "\n".join(new)
    assert len(known) == len(new)


def test_form_page_stays_light(client):
    assert len(client.get(ADDRESS).content) < 36_000


def test_client_details_do_not_lie_readable_in_the_database(client):
    send(client, WITH_CLIENT, question="Kanarievraag", client_name="Kanarienaam")

    with connection.cursor() as cursor:
        cursor.execute("SELECT question FROM requests_app_consultrequest")
        (question,) = cursor.fetchone()
        cursor.execute("SELECT name, birth_year FROM requests_app_clientdetails")
        name, year = cursor.fetchone()
    assert [text[:3] for text in (question, name, year)] == ["v1:"] * 3
    assert HIDDEN not in question
