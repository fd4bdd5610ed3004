"""Who asks and how to reach them, changed while the request runs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outbox.models import OutgoingMail
from requests_app import codes
from requests_app.choices import State
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.models import AccessCode, ContactChange
from requests_app.services import ContactDetails, change_contact, confirm_address
from tests.factories import NOW, make_request

pytestmark = pytest.mark.django_db

OLD = "noor@school.voorbeeld.be"
SAME = ContactDetails("Noor Voorbeeld", "", OLD, "016 00 00 00")
NEW = ContactDetails("Wout Verzinsel", "zorgcoach", "wout@school.voorbeeld.be", "016 99 99 99")


def test_a_new_address_is_kept_and_told_to_both():
    request = make_request(State.PLANNED)
    AccessCode.objects.create(request=request, created_at=NOW)
    used = AccessCode.objects.create(request=request, created_at=NOW, used_at=NOW)

    change_contact(request.pk, NEW, now=NOW, version=request.version, origin="net")

    version = request.version
    request.refresh_from_db()
    assert (request.requester_name, request.requester_function) == ("Wout Verzinsel", "zorgcoach")
    assert (request.requester_email, request.requester_phone) == (NEW.email, NEW.phone)
    assert (request.state, request.version, request.events.count()) == (State.PLANNED, version, 3)
    change = ContactChange.objects.get()
    assert (change.request_id, change.old_email, change.at) == (request.pk, OLD, NOW)
    assert list(AccessCode.objects.all()) == [used]
    mails = OutgoingMail.objects.order_by("kind").values_list("kind", "ref", "origin_key")
    assert list(mails) == [
        ("requests.new_address", str(change.pk), "net"),
        ("requests.old_address", str(change.pk), ""),
    ]


def test_another_name_or_number_mails_nobody():
    request = make_request()

    change_contact(
        request.pk, replace(SAME, name="Noor Nieuw", phone="0470 11 22 33"), now=NOW, version=1
    )

    request.refresh_from_db()
    assert (request.requester_name, request.requester_phone) == ("Noor Nieuw", "0470 11 22 33")
    assert not ContactChange.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_each_change_of_address_is_told():
    request = make_request()
    change_contact(request.pk, NEW, now=NOW, version=1)
    later = NOW + timedelta(hours=1)
    change_contact(request.pk, SAME, now=later, version=1)

    assert [each.old_email for each in ContactChange.objects.order_by("at")] == [OLD, NEW.email]
    assert OutgoingMail.objects.count() == 4


@pytest.mark.parametrize("state", [State.DECLINED, State.CANCELLED, State.COMPLETED])
def test_nothing_changes_once_the_request_is_closed(state):
    request = make_request(state)

    with pytest.raises(RuleViolation, match="afgesloten"):
        change_contact(request.pk, NEW, now=NOW, version=request.version)

    request.refresh_from_db()
    assert request.requester_email == OLD
    assert not OutgoingMail.objects.exists()


def test_a_request_that_moved_on_is_looked_at_again():
    request = make_request(State.IN_REVIEW)

    with pytest.raises(StaleRequest):
        change_contact(request.pk, NEW, now=NOW, version=1)

    assert not ContactChange.objects.exists()


def test_a_coach_confirms_a_changed_address_once():
    request, other = make_request(), make_request()
    for each in (request, other):
        change_contact(each.pk, NEW, now=NOW, version=1)

    confirm_address(request.pk, version=1)

    assert not codes.is_blocked(request)
    assert codes.is_blocked(other)
    with pytest.raises(RuleViolation, match="Er is niets te bevestigen"):
        confirm_address(request.pk)
