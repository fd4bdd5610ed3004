"""The requester's page and its two actions: what is shown, what happens, and what never does."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app import links
from requests_app.choices import ActorKind, State
from requests_app.models import (
    ClientDetails,
    Consent,
    ConsentWithdrawal,
    ConsultRequest,
    ContactChange,
    RequestMessage,
)
from requests_app.services import Actor, cancel_request, submit_request
from tests.factories import CLIENT_NAME, NOW, make_request
from tests.requests_app.following import PAGES, address, everything
from tests.requests_app.postings import text_of, words_of
from tests.requests_app.submissions import with_client, without_client

pytestmark = pytest.mark.django_db

# There is no feedback on a request that was only just made.
OF_A_NEW_ONE = [name for name in PAGES if name != "talk_feedback"]
MOST_STATEMENTS = 9
ACTIONS = ["request_cancel", "request_withdraw"]
# A planned request and a proposal show parts of the coaching room; they are tested there.
SHOWN_HERE = [state for state in State if state not in {State.PLANNED, State.ALTERNATIVE_PROPOSED}]


def test_page_tells_state_turn_timeline_and_what_was_asked(client):
    request = submit_request(with_client(), now=NOW)

    page = client.get(address(request))

    words = words_of(page)
    assert page.status_code == 200
    assert "Aanvraag CSO-2026-0001 Ontvangen" in words
    assert "Nu aan zet: OCMW Antwoord ten laatste op vrijdag 27 november 2026." in words
    assert "Verloop vrijdag 20 november 2026, 10.00 uur Ontvangen" in words
    assert "Hulpverlener Noor Voorbeeld noor@school.voorbeeld.be 016 00 00 00" in words
    assert "Organisatie Basisschool De Fictie" in words
    assert "Een gesprek in de moedertaal Culturele en religieuze verschillen uitleggen" in words
    assert "Taal Dari" in words
    assert "Cliënt ●● (beveiligd)" in words
    assert "Gewenste momenten dinsdag 1 december 2026, 14.00 uur" in words
    assert "Duur 1 uur" in words
    assert "Plaats Bij jouw organisatie" in words
    assert "Aanvraag annuleren" in words
    assert "Akkoord van de cliënt intrekken" in words


def test_page_tells_nothing_of_the_client_nor_free_text(client):
    words = {"question": "Kanarie-1", "sensitive_points": "Kanarie-2", "language_note": "Kanarie-3"}
    submission = with_client()
    submission.fields.update({**words, "location_address": "Kanarie-4"})
    request = submit_request(submission, now=NOW)

    shown = "".join(text_of(client.get(address(request, name))) for name in OF_A_NEW_ONE)

    assert [word for word in ("Kanarie", "Amina", "1989", "D-17") if word in shown] == []


@pytest.mark.parametrize("name", OF_A_NEW_ONE)
def test_page_is_kept_out_of_caches_search_engines_and_other_sites(client, name):
    page = client.get(address(submit_request(with_client(), now=NOW), name))

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex, nofollow">' in text_of(page)


@pytest.mark.parametrize("state", SHOWN_HERE)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing_in_any_state(client, state, method):
    request = make_request(state)
    before = everything()

    for name in PAGES:
        assert getattr(client, method)(address(request, name)).status_code < 500
        assert getattr(client, method)(address(request, name)).status_code < 500

    assert everything() == before


@pytest.mark.parametrize("state", SHOWN_HERE)
def test_page_says_the_requesters_word_and_offers_only_what_is_possible(client, state):
    request = make_request(state)

    words = words_of(client.get(address(request)))

    assert request.reference in words
    assert state.requester_label in words
    assert CLIENT_NAME not in words
    assert ("Aanvraag annuleren" in words) is request.is_open
    assert ("Nu aan zet" in words) is request.is_open


@pytest.mark.parametrize(("state", "shown"), [(State.SUBMITTED, True), (State.ACCEPTED, False)])
def test_an_odd_moment_is_mentioned_until_there_is_an_answer(client, state, shown):
    sunday = datetime(2026, 12, 6, 13, tzinfo=UTC)
    request = make_request(state, start=sunday)

    words = words_of(client.get(address(request)))

    assert ("zondag 6 december 2026 is geen gewone werkdag" in words) is shown


def test_declined_page_gives_reason_and_next_step(client):
    request = make_request(State.DECLINED)

    words = words_of(client.get(address(request)))

    assert request.decline_reason.text in words
    assert request.decline_reason.next_step in words


def test_question_of_the_coach_stands_in_the_timeline_and_escaped(client):
    request = make_request(State.INFO_NEEDED)
    event = request.events.latest("version")
    RequestMessage.objects.create(
        request=request, event=event, at=NOW, actor=ActorKind.STAFF, body="Welk <b>uur</b> past?"
    )

    page = client.get(address(request))

    assert "We hebben een vraag voor je Welk &lt;b&gt;uur&lt;/b&gt; past?" in " ".join(
        text_of(page).replace("<p>", "").replace("</p>", "").replace("<strong>", "")
        .replace("</strong>", "").split()
    )  # fmt: skip


# --- Cancel ------------------------------------------------------------------------------------


def test_cancel_ends_the_request_and_tells_both_sides(client):
    request = submit_request(with_client(), now=NOW)
    OutgoingMail.objects.all().delete()
    asked = client.get(address(request, "request_cancel"))

    answer = client.post(address(request, "request_cancel"), {"version": "1"})

    request.refresh_from_db()
    assert "Aanvraag CSO-2026-0001 annuleren?" in words_of(asked)
    assert 'name="version" value="1"' in text_of(asked)
    assert (answer.status_code, answer["Location"]) == (302, address(request))
    assert (request.state, request.version, request.closed_at) == (State.CANCELLED, 2, NOW)
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == [
        "requests.cancelled",
        "requests.cancelled_notice",
    ]
    words = words_of(client.get(address(request)))
    assert "Ontvangen" in words
    assert "Geannuleerd" in words
    assert "Aanvraag annuleren" not in words


def test_cancel_of_a_closed_request_leads_back_to_its_page(client):
    request = make_request(State.DECLINED)

    answer = client.get(address(request, "request_cancel"))

    assert (answer.status_code, answer["Location"]) == (302, address(request))


def test_cancel_twice_says_that_it_is_over(client):
    request = submit_request(without_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    before = everything()

    answer = client.post(address(request, "request_cancel"), {"version": "2"})

    assert answer.status_code == 409
    assert "de aanvraag staat op “Geannuleerd”" in words_of(answer)
    assert everything() == before


@pytest.mark.parametrize("version", ["2", "", "x", "-1", "1" * 5000, "٣", None])
@pytest.mark.parametrize("name", ACTIONS)
def test_action_on_a_request_that_changed_since_does_nothing_and_says_so(client, name, version):
    request = submit_request(with_client(), now=NOW)
    before = everything()

    posted = {} if version is None else {"version": version}
    answer = client.post(address(request, name), posted)

    assert answer.status_code == 409
    assert "De aanvraag is intussen veranderd." in words_of(answer)
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_action_without_csrf_token_is_refused(name):
    request = submit_request(with_client(), now=NOW)
    before = everything()

    answer = Client(enforce_csrf_checks=True).post(address(request, name), {"version": "1"})

    assert answer.status_code == 403
    assert everything() == before


# --- Withdraw ----------------------------------------------------------------------------------


def test_withdrawal_erases_the_client_and_keeps_the_proof(client):
    request = submit_request(with_client(), now=NOW)
    asked = client.get(address(request, "request_withdraw"))

    answer = client.post(address(request, "request_withdraw"), {"version": "1"})

    request.refresh_from_db()
    assert "Akkoord van de cliënt intrekken?" in words_of(asked)
    assert answer["Location"] == address(request)
    assert request.state == State.CANCELLED
    assert ClientDetails.objects.count() == 0
    assert (Consent.objects.count(), ConsentWithdrawal.objects.get().at) == (1, NOW)
    words = words_of(client.get(address(request)))
    assert "De gegevens van de cliënt zijn gewist op vrijdag 20 november 2026." in words
    assert "Cliënt gewist" in words
    assert "Geannuleerd: akkoord van de cliënt ingetrokken" in words
    assert "Akkoord van de cliënt intrekken" not in words


def test_withdrawal_is_not_offered_without_a_client(client):
    request = submit_request(without_client(), now=NOW)

    assert "intrekken" not in words_of(client.get(address(request)))
    answer = client.get(address(request, "request_withdraw"))
    assert (answer.status_code, answer["Location"]) == (302, address(request))
    posted = client.post(address(request, "request_withdraw"), {"version": "1"})
    assert posted.status_code == 409
    assert "hoort geen akkoord van een cliënt" in words_of(posted)


def test_withdrawal_works_for_a_closed_request_too(client):
    request = make_request(State.DECLINED)

    client.post(address(request, "request_withdraw"), {"version": str(request.version)})

    request.refresh_from_db()
    assert request.state == State.DECLINED
    assert request.client_erased_at == NOW


# --- Links -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_link_that_we_did_not_make_or_replaced_gets_one_and_the_same_page(client, name):
    request = submit_request(with_client(), now=NOW)
    good = links.token_for(request)
    ConsultRequest.objects.update(link_version=2)

    answers = [
        client.get(reverse(name, args=[token]))
        for token in (good, good[:-1], f"{good}x", "x", "a~b", "~", "é", "a" * 5000)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "Deze link werkt niet" in words_of(answers[0])
    assert "CSO-2026" not in words_of(answers[0])
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[0]["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", ACTIONS)
def test_posting_to_a_bad_link_does_nothing(client, name):
    submit_request(with_client(), now=NOW)
    before = everything()

    assert client.post(reverse(name, args=["x"]), {"version": "1"}).status_code == 404
    assert everything() == before


@pytest.mark.parametrize(("days", "status"), [(90, 200), (91, 410)])
def test_link_of_a_closed_request_ends_after_90_days(client, days, status):
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)

    with travel(NOW + timedelta(days=days), tick=False):
        answer = client.get(address(request))

    assert answer.status_code == status
    assert ("Deze link is verlopen" in words_of(answer)) is (status == 410)
    assert ("CSO-2026-0001" in words_of(answer)) is (status == 200)


def test_link_of_an_open_request_does_not_end(client):
    request = submit_request(with_client(), now=NOW)

    with travel(NOW + timedelta(days=400), tick=False):
        words = words_of(client.get(address(request)))

    assert "Ons antwoord laat op zich wachten. Sorry. Bel of mail ons." in words


def test_link_to_an_erased_request_is_expired(client):
    token = links.token_for(ConsultRequest(pk=uuid.uuid4(), link_version=1))

    assert client.get(reverse("request_page", args=[token])).status_code == 410


@pytest.mark.parametrize("state", [State.SUBMITTED, State.COMPLETED])
def test_page_costs_the_same_few_statements_whatever_happened(client, state):
    request = make_request(state)
    client.get(address(request))
    with CaptureQueriesContext(connection) as few:
        client.get(address(request))
    for number in range(5):
        ContactChange.objects.create(request=request, old_email="vorige@voorbeeld.be", at=NOW)
        RequestMessage.objects.create(
            request=request, at=NOW, actor=ActorKind.STAFF, body=f"Bericht {number}"
        )

    with CaptureQueriesContext(connection) as many:
        client.get(address(request))

    assert len(few) == len(many) <= MOST_STATEMENTS, [query["sql"] for query in many]


def test_copy_leads_to_the_page(client):
    request = submit_request(with_client(), now=NOW)
    for row in OutgoingMail.objects.filter(kind="requests.copy"):
        deliver(row.pk, now=NOW)

    (message,) = mail.outbox
    (line,) = [part for part in message.body.splitlines() if "/aanvraag/" in part]
    assert client.get(line.removeprefix("http://testserver")).status_code == 200
    assert request.reference in message.subject
