"""Nobody can have a mailbox flooded, a header smuggled in or a second receiver added (S9)."""

import uuid
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail as django_mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.delivery import deliver
from outbox.errors import MailInvalid
from outbox.mails import compose, registered
from outbox.models import OutgoingMail
from outbox.selectors import is_capped
from outbox.states import State
from requests_app.models import ConsultRequest
from requests_app.notifications import NewRequestNotice, RequestCopy
from requests_app.selectors.invented import invented_request
from requests_app.services import Actor, cancel_request, submit_request
from tests.factories import NOW, make_user
from tests.requests_app.submissions import columns, with_client

pytestmark = pytest.mark.django_db

VICTIM = "slachtoffer@elders.voorbeeld.be"


def ask(count, *, origin, address=VICTIM):
    fields = columns(requester_email=address)
    return [
        submit_request(
            replace(with_client(fields=fields), token=uuid.uuid4()), now=NOW, origin=origin
        )
        for _ in range(count)
    ]


def work():
    """Deliver everything that waits, as the worker does."""
    waiting = OutgoingMail.objects.due(NOW).order_by("created_at", "pk")
    for pk in waiting.values_list("pk", flat=True):
        deliver(pk, now=NOW)


def to(address):
    return [message for message in django_mail.outbox if message.to == [address]]


@pytest.mark.slow
def test_two_hundred_requests_in_one_name_are_kept_and_five_mails_leave():
    requests = ask(200, origin="network")
    work()

    assert ConsultRequest.objects.count() == 200
    assert len(to(VICTIM)) == 5
    held = [is_capped("requests.copy", str(each.pk), now=NOW) for each in requests]
    assert held.count(True) == 195
    assert OutgoingMail.objects.filter(state=State.CAPPED).count() == 195
    # The coaches hear of every request.
    assert OutgoingMail.objects.filter(kind="requests.new_notice", state=State.SENT).count() == 200


@pytest.mark.slow
def test_one_network_reaches_thirty_mailboxes_an_hour():
    for number in range(40):
        ask(1, origin="network", address=f"mens{number}@elders.voorbeeld.be")
    work()

    copies = OutgoingMail.objects.filter(kind="requests.copy")
    assert copies.filter(state=State.SENT).count() == 30
    assert copies.filter(state=State.CAPPED).count() == 10
    assert ConsultRequest.objects.count() == 40


def test_cancelling_them_again_is_no_way_around():
    for request in ask(8, origin=""):
        cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    work()

    assert len([message for message in to(VICTIM) if "geannuleerd" in message.subject]) == 5


def test_who_asked_for_a_meeting_hears_of_every_cancellation():
    """What a coach does is no stranger's toy: no mail of it is held back."""
    for request in ask(8, origin=""):
        cancel_request(request.pk, actor=Actor.staff(make_user()), now=NOW)
    work()

    assert len([message for message in to(VICTIM) if "geannuleerd" in message.subject]) == 8


# Kinds whose receiver a stranger decides: one is added here on purpose, or not at all.
CAPPED = {
    "accounts.login_code",
    "requests.access_code",
    "requests.copy",
    "requests.introduction_copy",
    "requests.lost_links",
    "requests.new_address",
}


def test_the_kinds_with_a_cap_are_these():
    assert {each.kind for each in registered() if each.capped} == CAPPED


NASTY = st.text(
    st.sampled_from("abBcC:xy@.,; <>\"'()[]\\%0\r\n\t\x0b\x0c\x1c\x85\u2028\u2029é{}"),
    min_size=1,
    max_size=40,
)
ALLOWED = {
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Reply-To",
    "Subject",
    "To",
}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=NASTY, email=NASTY | st.just("a@b.be\r\nBcc: c@d.be"), organisation=NASTY)
def test_nothing_that_is_typed_reaches_a_header(name, email, organisation):
    """Straight into the columns, past every form: one receiver and our own headers, or no mail."""
    request = invented_request()
    request.requester_name, request.requester_email = name, email
    request.organisation.name = organisation
    for kind in (RequestCopy, NewRequestNotice):
        message = composed(kind, request)
        if message is not None:
            raw = message_from_bytes(message.message().as_bytes(), policy=default)
            assert set(raw.keys()) <= ALLOWED
            assert len(raw["To"].addresses) == len(message.recipients()) == 1


def composed(kind, request):
    """The message as the worker makes it; None when it is refused, which is seen in the admin."""
    row = OutgoingMail(kind=kind.kind, ref=str(request.pk), message_id="<a@voorbeeld.be>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "load", lambda self, ref: request)
        try:
            return compose(row)
        except MailInvalid:
            return None


def test_a_line_break_in_an_address_fails_visibly_and_holds_nobody_up():
    (request,) = ask(1, origin="")
    ConsultRequest.objects.update(requester_email="a@b.be\nBcc: c@d.be")
    (good,) = ask(1, origin="", address="goed@elders.voorbeeld.be")
    work()

    states = dict(OutgoingMail.objects.filter(kind="requests.copy").values_list("ref", "state"))
    assert states == {str(request.pk): State.FAILED, str(good.pk): State.SENT}
    assert [message for message in django_mail.outbox if message.cc or message.bcc] == []
