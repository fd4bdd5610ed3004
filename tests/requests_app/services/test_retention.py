"""What is kept no longer than its link opens."""

from datetime import timedelta

import pytest

from privacy.models import Erasure
from privacy.retention import policies
from privacy.services import apply_policy
from requests_app.models import ClientDetails, Consent, ConsultRequest, StatFact
from requests_app.rules import DAYS_KEPT_AFTER_CLOSING, link_valid, local_date
from requests_app.services import Actor, cancel_request, submit_request
from requests_app.services.retention import CLIENTS
from tests.requests_app.submissions import NOW, with_client, without_client

LAST_DAY = NOW + timedelta(days=DAYS_KEPT_AFTER_CLOSING)


@pytest.fixture
def ended(db):
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    return request


def test_policy_is_carried_out_every_night():
    assert CLIENTS in policies()


def test_client_stays_while_the_link_opens(ended):
    assert link_valid(local_date(NOW), today=local_date(LAST_DAY))
    assert apply_policy(CLIENTS, now=LAST_DAY) == 0
    assert ClientDetails.objects.get().name == "Amina Verzonnen"


def test_client_goes_the_day_the_link_closes_and_only_once(ended):
    after = LAST_DAY + timedelta(days=1)
    assert not link_valid(local_date(NOW), today=local_date(after))

    assert apply_policy(CLIENTS, now=after) == 1
    assert apply_policy(CLIENTS, now=after) == 0

    stored = ConsultRequest.objects.get()
    assert (stored.client_erased_at, stored.question, stored.state) == (after, "", "cancelled")
    assert ClientDetails.objects.count() == 0
    assert Consent.objects.count() == 1
    assert StatFact.objects.count() == 1
    tombstone = Erasure.objects.get()
    assert (tombstone.reason, tombstone.actor) == ("retention", "system")


def test_free_text_without_a_client_goes_too(db):
    request = submit_request(without_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    assert apply_policy(CLIENTS, now=LAST_DAY + timedelta(days=1)) == 1
    assert ConsultRequest.objects.get().question == ""


def test_an_open_request_keeps_its_client(db):
    submit_request(with_client(), now=NOW)
    assert apply_policy(CLIENTS, now=NOW + timedelta(days=1000)) == 0
    assert ClientDetails.objects.count() == 1
