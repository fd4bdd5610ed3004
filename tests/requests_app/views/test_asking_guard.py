"""Spam is stopped without a puzzle, and no honest request is ever lost (F18, S9)."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from outbox.models import OutgoingMail
from outbox.states import State
from privacy.networks import day_key
from requests_app import links
from requests_app.models import ConsultRequest
from requests_app.notifications import NewRequestNotice, RequestCopy
from tests.factories import NOW
from tests.requests_app.postings import (
    ADDRESS,
    NOTHING,
    WITH_CLIENT,
    WITHOUT_CLIENT,
    aged,
    errors_of,
    rows,
    send,
    text_of,
    token_in,
    token_of,
    words_of,
)

pytestmark = pytest.mark.django_db

LIKE_A_ROBOT = (
    "Dit formulier kwam terug alsof een programma het invulde. Je tekst staat er nog."
    " Kijk alles na en dien opnieuw in."
)


def fresh(client: Client) -> str:
    """Return the token of a form that is shown at this moment."""
    return token_in(client.get(ADDRESS))


@pytest.mark.parametrize(
    ("seconds", "stored"), [(0, False), (2, False), (3, True), (60, True), (86_400, True)]
)
def test_form_that_comes_back_in_no_time_is_asked_again(client, seconds, stored):
    token = aged(fresh(client), seconds=seconds)

    page = send(client, WITHOUT_CLIENT, token=token)

    assert errors_of(page) == ([] if stored else [LIKE_A_ROBOT])
    assert ConsultRequest.objects.count() == stored


@pytest.mark.parametrize("changes", [{}, {"website": "https://koop.voorbeeld.be"}])
def test_who_was_stopped_finds_every_answer_again_and_sends_it_at_once(client, changes):
    token = fresh(client) if not changes else token_of(client)
    stopped = send(client, WITH_CLIENT, token=token, **changes)

    source = text_of(stopped)
    assert errors_of(stopped) == [LIKE_A_ROBOT]
    assert rows() == NOTHING
    for value in ("Noor Voorbeeld", "Amina Verzonnen", "D-17", "2026-12-01", "14:00"):
        assert f'value="{value}"' in source
    assert "Hoe verloopt de overstap?" in source
    again = token_in(stopped)
    assert links.read_submission_token(again) == links.read_submission_token(token)
    # Whatever fills in the trap by itself does so again: nobody is stopped twice.
    assert send(client, WITH_CLIENT, token=again, **changes).status_code == 302
    assert ConsultRequest.objects.count() == 1


def test_who_sends_the_first_form_again_gets_the_same_request(client):
    token = fresh(client)
    stopped = send(client, WITHOUT_CLIENT, token=token)
    first = send(client, WITHOUT_CLIENT, token=token_in(stopped))

    with travel(NOW + timezone.timedelta(seconds=10), tick=False):
        second = send(client, WITHOUT_CLIENT, token=token)

    assert second["Location"] == f"{first['Location']}?al=1"
    assert ConsultRequest.objects.count() == 1


def test_mark_of_a_form_that_went_back_cannot_be_made_by_others(client):
    token = fresh(client)
    key, _, rest = token.partition(":")

    page = send(client, WITHOUT_CLIENT, token=f"{key}{links.SEEN}:{rest}")

    assert "stond te lang open" in errors_of(page)[0]
    assert links.is_seen(token) is False
    assert links.is_seen("verzonnen") is False


def test_trap_is_hidden_from_people_and_not_on_a_form_that_went_back(client):
    source = text_of(client.get(ADDRESS))
    trap = re.search(
        r'<div class="visually-hidden" aria-hidden="true">(.*?)</div>', source, re.DOTALL
    )

    assert trap
    assert 'name="website" id="id_website" autocomplete="off" tabindex="-1"' in trap[1]
    assert 'for="id_website"' in trap[1]
    assert 'name="website"' not in text_of(send(client, WITHOUT_CLIENT, language=""))


def test_load_tests_switch_the_clock_off_and_not_the_trap(client, settings):
    settings.THROTTLE = False

    assert send(client, WITHOUT_CLIENT, token=fresh(client)).status_code == 302
    assert errors_of(send(client, WITHOUT_CLIENT, website="x")) == [LIKE_A_ROBOT]


# --- No mail cannon (S9) ---------------------------------------------------------------------------


def test_copy_counts_for_the_network_that_asked_and_the_notice_for_nobody(client):
    send(client, WITHOUT_CLIENT)

    found = dict(OutgoingMail.objects.values_list("kind", "origin_key"))
    assert found == {
        RequestCopy.kind: day_key("127.0.0.1", now=NOW),
        NewRequestNotice.kind: "",
    }


def test_request_beyond_the_cap_is_stored_and_the_page_says_that_no_copy_comes(client, settings):
    settings.OUTBOX_CAP_PER_ORIGIN = 1
    pages = [send(client, WITHOUT_CLIENT) for _ in range(2)]

    told = [words_of(client.get(page["Location"])) for page in pages]
    # Of two at the same moment it may be either.
    first, second = sorted(told, key=lambda words: "Er komt nu geen kopie" in words)
    assert ConsultRequest.objects.count() == 2
    assert "We sturen een kopie naar noor@school.voorbeeld.be." in first
    assert "Er komt nu geen kopie" in second
    assert "Je aanvraag hebben we wel. Bewaar de link hieronder." in second


def test_copy_that_the_worker_held_back_is_told(client):
    page = send(client, WITHOUT_CLIENT)
    OutgoingMail.objects.filter(kind=RequestCopy.kind).update(state=State.CAPPED)

    assert "Er komt nu geen kopie" in words_of(client.get(page["Location"]))
