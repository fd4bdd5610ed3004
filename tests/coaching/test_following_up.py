"""A further talk after an earlier request (T6): prefilled, sealed where it must be, a fresh agreement."""

import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from requests_app import codes, links
from requests_app.choices import State
from requests_app.models import ClientDetails, Consent, ConsultRequest
from requests_app.services import Actor, withdraw_consent
from tests.factories import CLIENT_NAME, NOW, make_organisation, make_request, make_supporter
from tests.requests_app.postings import (
    FORM,
    aged,
    errors_of,
    text_of,
    token_in,
    words_of,
)

pytestmark = pytest.mark.django_db

SEALED = {
    "question": "Kanarievraag over school.",
    "sensitive_points": "Kanariepunt.",
    "language_note": "Kanariedialect",
    "avoided_supporter": "Kanariecso",
    "location_address": "Kanariestraat 1",
    "location_directions": "Kanariebel",
}
NEW = {
    "requester_name": "Noor Voorbeeld",
    "requester_email": "noor@school.voorbeeld.be",
    "requester_phone": "016 00 00 00",
    "organisation_name": "Basisschool De Fictie",
    "organisation_type": "school",
    "organisation_city": "Leuven",
    "introduced": "ja",
    "tasks": ["consult_mother_tongue", "explain_differences"],
    "language": "dari",
    "question": "Hoe gaat het verder?",
    "same_client": "ja",
    "consent": "on",
    "consent_version": "1",
    "consent_given_by": "client",
    "consent_given_how": "oral",
    "consent_given_on": "2026-11-20",
    "consent_language": "dari",
    "date_1": "2026-12-08",
    "time_1": "14:00",
    "duration_minutes": "60",
    "location_kind": "organisation",
}


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


def make_earlier(state: State = State.COMPLETED, **fields) -> ConsultRequest:
    return make_request(
        state,
        supporter=make_supporter("Selam"),
        **{**SEALED, "requester_function": "zorgcoördinator", **fields},
    )


def address_of(request: ConsultRequest) -> str:
    return f"/aanvraag/{links.token_for(request)}/vervolg/"


def ask(client, earlier: ConsultRequest, **changes):
    """Post the form for a further talk; fields with None are not sent."""
    token = aged(token_in(client.get(address_of(earlier))))
    sent = {"token": token, **NEW, **changes}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(address_of(earlier), urlencode(kept, doseq=True), content_type=FORM)


def made_after(earlier: ConsultRequest) -> ConsultRequest:
    return ConsultRequest.objects.select_related("client", "consent").get(follows=earlier)


# --- What the page shows -----------------------------------------------------------------------


def test_page_knows_what_the_link_may_tell(client):
    earlier = make_earlier(supporter_gender="f", duration_minutes=90)

    page = client.get(address_of(earlier))

    source = text_of(page)
    assert page.status_code == 200
    for value in ("Noor Voorbeeld", "zorgcoördinator", "016 00 00 00", "Selam"):
        assert f'value="{value}"' in source
    for option in ("dari", "school", "90", "f"):
        assert f'<option value="{option}" selected>' in source
    assert re.search(r'name="same_client" value="ja"[^>]* checked', source)
    assert re.search(r'name="location_kind" value="organisation"[^>]* checked', source)
    assert source.count(" checked") == 5  # two tasks, kennismaking, the client, the place
    assert f"Dit gesprek volgt op aanvraag {earlier.reference} ." in words_of(page)
    assert f"Dezelfde cliënt als in {earlier.reference}: de gegevens blijven beveiligd" in (
        words_of(page)
    )
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_link_alone_shows_nothing_that_is_sealed_and_no_earlier_moments(client):
    source = text_of(client.get(address_of(make_earlier())))

    assert "anarie" not in source
    assert CLIENT_NAME not in source
    assert "D-17" not in source
    assert "1989" not in source
    assert re.findall(r'name="(?:date|time)_\d"[^>]* value=', source) == []
    assert not re.search(r'name="consent"[^>]* checked', source)


def unlock(client, request: ConsultRequest) -> None:
    session = client.session
    codes.unlock(session, request, now=timezone.now())
    session.save()
    client.cookies["sessionid"] = session.session_key


def test_unlocked_copy_fills_in_the_sealed_texts_and_never_the_client(client):
    earlier = make_earlier()
    unlock(client, earlier)

    source = text_of(client.get(address_of(earlier)))

    for text in SEALED.values():
        assert text in source
    assert CLIENT_NAME not in source


def test_unlocked_online_talk_fills_in_its_link(client):
    earlier = make_earlier(location_kind="online", location_address="https://kanarie.voorbeeld.be")
    unlock(client, earlier)

    source = text_of(client.get(address_of(earlier)))

    assert 'value="https://kanarie.voorbeeld.be"' in source


@pytest.mark.parametrize("state", [State.PLANNED, State.NOT_HELD])
def test_cso_of_a_talk_that_was_not_held_is_no_wish(client, state):
    assert 'value="Selam"' not in text_of(client.get(address_of(make_earlier(state))))


# --- What is stored ----------------------------------------------------------------------------


def test_same_client_goes_along_without_being_shown(client):
    earlier = make_earlier()

    page = ask(client, earlier)

    assert page.status_code == 302, errors_of(page)
    made = made_after(earlier)
    assert (made.client.name, made.client.birth_year, made.client.file_reference) == (
        CLIENT_NAME,
        "1989",
        "D-17",
    )
    assert (made.question, made.sensitive_points) == ("Hoe gaat het verder?", "")
    assert (made.language_note, made.avoided_supporter) == ("Kanariedialect", "Kanariecso")
    assert (made.location_address, made.location_directions) == ("Kanariestraat 1", "Kanariebel")
    assert made.consent.pk != earlier.consent.pk
    assert made.consent.given_on.isoformat() == "2026-11-20"
    assert ClientDetails.objects.count() == 2


def test_what_is_typed_anew_counts(client):
    earlier = make_earlier()

    ask(
        client,
        earlier,
        language_note="uit Kabul",
        avoided_supporter="Farid",
        location_address="Plein 2",
        client_name="wordt niet gebruikt",
    )

    made = made_after(earlier)
    assert (made.language_note, made.avoided_supporter) == ("uit Kabul", "Farid")
    assert (made.location_address, made.location_directions) == ("Plein 2", "")
    assert made.client.name == CLIENT_NAME


def test_another_client_takes_nothing_along(client):
    earlier = make_earlier()

    page = ask(client, earlier, same_client="nee", client_name="Reza Papierwinkel")

    assert page.status_code == 302, errors_of(page)
    made = made_after(earlier)
    assert (made.client.name, made.client.birth_year, made.client.file_reference) == (
        "Reza Papierwinkel",
        "",
        "",
    )
    assert (made.language_note, made.avoided_supporter) == ("", "")


def test_home_address_goes_along_with_the_client(client):
    earlier = make_earlier(location_kind="home", location_address="", tasks=["home_visit"])
    block = earlier.client
    block.home_address = "Kanariehuis 5"
    block.save()

    page = ask(client, earlier, tasks=["home_visit"], location_kind="home")
    moved = ask(client, earlier, tasks=["home_visit"], location_kind="home", home_address="Plein 9")
    elsewhere = ask(client, earlier, location_kind="ocmw")

    assert [found.status_code for found in (page, moved, elsewhere)] == [302] * 3
    made = ConsultRequest.objects.filter(follows=earlier).order_by("reference")
    assert [request.client.home_address for request in made] == ["Kanariehuis 5", "Plein 9", ""]
    assert "Kanariehuis" not in text_of(client.get(address_of(earlier)))


def test_follow_up_without_a_client_takes_none_along(client):
    earlier = make_earlier()

    page = ask(client, earlier, tasks=["case_advice"], consent=None, same_client=None)

    assert page.status_code == 302, errors_of(page)
    made = ConsultRequest.objects.get(follows=earlier)
    assert made.involves_client is False
    assert ClientDetails.objects.filter(request=made).exists() is False
    assert Consent.objects.filter(request=made).exists() is False
    assert made.avoided_supporter == ""


# --- What is refused ---------------------------------------------------------------------------


def test_agreement_is_asked_anew(client):
    earlier = make_earlier()

    page = ask(client, earlier, consent=None, consent_given_on=None)

    assert errors_of(page) == [
        "Vraag eerst het akkoord van de cliënt en vink het hier aan.",
        "Vul de dag in waarop de cliënt het akkoord gaf.",
    ]
    assert ConsultRequest.objects.filter(follows=earlier).exists() is False
    assert CLIENT_NAME not in text_of(page)
    assert "anarie" not in text_of(page)


@pytest.mark.parametrize(
    ("answer", "messages"),
    [
        (None, ["Kies voor wie dit gesprek is."]),
        ("misschien", ["Kies een van de mogelijkheden."]),
        ("nee", ["Vul de naam van de cliënt in."]),
    ],
)
def test_whose_talk_it_is_must_be_clear(client, answer, messages):
    assert errors_of(ask(client, make_earlier(), same_client=answer)) == messages


def test_new_moments_obey_the_lead_time(client):
    page = ask(client, make_earlier(), date_1="2026-11-26")

    assert errors_of(page) == ["Kies een datum vanaf vrijdag 27 november 2026."]


def test_erased_client_is_typed_anew(client):
    earlier = make_earlier()
    withdraw_consent(earlier.pk, actor=Actor.requester(), now=NOW)

    page = client.get(address_of(earlier))
    refused = ask(client, earlier)
    taken = ask(client, earlier, client_name="Reza Papierwinkel", location_address="Plein 2")

    assert 'name="same_client"' not in text_of(page)
    assert errors_of(refused) == [
        "Vul de naam van de cliënt in.",
        "Vul het adres in waar het gesprek plaatsvindt.",
    ]
    assert taken.status_code == 302
    assert made_after(earlier).client.name == "Reza Papierwinkel"


def test_follow_up_posted_twice_is_one_request(client):
    earlier = make_earlier()
    token = aged(token_in(client.get(address_of(earlier))))

    first, second = (ask(client, earlier, token=token) for _ in range(2))

    assert first["Location"] in second["Location"]
    assert ConsultRequest.objects.filter(follows=earlier).count() == 1


# --- Which requests, and what it costs ---------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.SUBMITTED, False),
        (State.IN_REVIEW, False),
        (State.INFO_NEEDED, False),
        (State.ALTERNATIVE_PROPOSED, False),
        (State.PLANNED, True),
        (State.COMPLETED, True),
        (State.NOT_HELD, True),
        (State.DECLINED, True),
    ],
)
def test_further_talk_is_offered_once_there_is_an_answer(client, state, offered):
    request = make_request(state)
    page = client.get(f"/aanvraag/{links.token_for(request)}/")

    assert ("Nog een gesprek aanvragen" in words_of(page)) is offered
    assert client.get(address_of(request)).status_code == (200 if offered else 302)


def test_activity_has_no_follow_up_here(client):
    request = make_request(State.COMPLETED, tasks=["activity"], involves_client=False)

    assert client.get(address_of(request))["Location"] == f"/aanvraag/{links.token_for(request)}/"


def test_bad_link_tells_nothing(client):
    assert client.get("/aanvraag/verzonnen/vervolg/").status_code == 404
    assert client.post("/aanvraag/verzonnen/vervolg/").status_code == 404


def statements(client, request: ConsultRequest) -> int:
    client.get(address_of(request))
    with CaptureQueriesContext(connection) as counted:
        client.get(address_of(request))
    return len(counted)


def test_page_costs_the_same_whatever_else_there_is(client):
    request = make_earlier()
    before = statements(client, request)
    for number in range(5):
        make_request(State.COMPLETED, organisation=make_organisation(f"Organisatie {number}"))
        ask(client, request)

    assert statements(client, request) == before
    assert before <= 6


def test_desk_and_requester_see_what_it_follows_on(client):
    earlier = make_earlier()
    made = ask(client, earlier)["Location"].partition("bedankt/")[0]

    assert f"Vervolg op {earlier.reference}" in words_of(client.get(made))
