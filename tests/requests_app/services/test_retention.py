"""What is kept no longer than its link opens, and what goes after a day."""

from datetime import timedelta

import pytest

from privacy.models import Erasure
from privacy.retention import policies
from privacy.services import apply_policy
from requests_app.models import (
    AccessCode,
    ClientDetails,
    Consent,
    ConsultRequest,
    ContactChange,
    LinkRequest,
    LoginMail,
    StatFact,
)
from requests_app.rules import DAYS_KEPT_AFTER_CLOSING, link_valid, local_date
from requests_app.services import Actor, cancel_request, submit_request
from requests_app.services.retention import (
    CLIENTS,
    CODES,
    CONTACT_CHANGES,
    LINK_REQUESTS,
    LOGIN_MAILS,
)
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


def test_what_a_mail_was_made_from_goes_after_a_day(db):
    for model in (LinkRequest, LoginMail):
        model.objects.create(email="noor@school.voorbeeld.be", created_at=NOW)

    for policy in (LINK_REQUESTS, LOGIN_MAILS):
        assert policy in policies()
        assert apply_policy(policy, now=NOW + timedelta(days=1)) == 0
        assert apply_policy(policy, now=NOW + timedelta(days=1, seconds=1)) == 1
        assert apply_policy(policy, now=NOW + timedelta(days=2)) == 0

    assert not LinkRequest.objects.exists()
    assert not LoginMail.objects.exists()
    assert not Erasure.objects.exists()


def test_a_code_nobody_used_goes_after_a_day_and_a_used_one_with_the_client(ended):
    AccessCode.objects.create(request=ended, created_at=NOW)
    used = AccessCode.objects.create(request=ended, created_at=NOW, used_at=NOW)

    assert CODES in policies()
    assert apply_policy(CODES, now=LAST_DAY) == 1
    assert list(AccessCode.objects.all()) == [used]
    apply_policy(CLIENTS, now=LAST_DAY + timedelta(days=1))
    assert not AccessCode.objects.exists()


def test_a_former_address_bars_codes_until_the_client_is_erased(ended):
    ContactChange.objects.create(request=ended, old_email="noor@school.voorbeeld.be", at=NOW)

    assert CONTACT_CHANGES in policies()
    assert apply_policy(CONTACT_CHANGES, now=LAST_DAY) == 0
    erased = LAST_DAY + timedelta(days=1)
    apply_policy(CLIENTS, now=erased)
    assert apply_policy(CONTACT_CHANGES, now=erased + timedelta(days=30)) == 0
    assert apply_policy(CONTACT_CHANGES, now=erased + timedelta(days=31)) == 1
