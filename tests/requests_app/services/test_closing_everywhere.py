"""Withdrawing the agreement: the data go from every table, the proof stays (C4; PROMISES S2)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.urls import reverse

from coaching.models import DeskRequest
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from privacy.models import ErasureReason
from requests_app import links
from requests_app.choices import ActorKind, State
from requests_app.models import (
    AccessCode,
    ClientDetails,
    Consent,
    ConsentText,
    ConsentWithdrawal,
    ConsultRequest,
    InternalNote,
    LearningConsent,
    RequestMessage,
    StatusEvent,
    TalkFeedback,
)
from requests_app.services import (
    Actor,
    Answers,
    add_note,
    give_feedback,
    give_learning,
    send_code,
    withdraw_consent,
)
from tests.contents import values
from tests.factories import NOW, make_request, make_user
from tests.requests_app.postings import text_of

pytestmark = pytest.mark.django_db

CANARY = "Kanarievogel"
LATER = NOW + timedelta(days=1)


def holders():
    """Tables whose rows hold the canary: raw as they lie there, and opened by their model."""
    found = {table for table, value in values() if CANARY in value}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            found |= {model._meta.db_table for row in model._base_manager.all() if sings(row)}
    return found


def sings(row: models.Model) -> bool:
    return any(CANARY in str(getattr(row, field.attname)) for field in row._meta.concrete_fields)


@pytest.fixture
def request_(client):
    """A request after its talk, with the canary in every place that can hold something of a client."""
    request = make_request(
        State.COMPLETED,
        now=NOW,
        question=f"{CANARY} 1",
        sensitive_points=f"{CANARY} 2",
        language_note=f"{CANARY} 3",
        location_address=f"{CANARY} 4",
        location_directions=f"{CANARY} 5",
        wished_supporter=f"{CANARY} 6",
        avoided_supporter=f"{CANARY} 7",
    )
    client_ = request.client
    for name in ("name", "file_reference", "home_address"):
        setattr(client_, name, f"{CANARY} {name}")
    client_.save()
    event = request.events.order_by("version").first()
    RequestMessage.objects.create(
        request=request, event=event, at=NOW, actor=ActorKind.STAFF, body=f"{CANARY} bericht"
    )
    add_note(request.pk, body=f"{CANARY} nota", by=make_user(), now=NOW)
    give_feedback(request.pk, Answers("yes", "no", f"{CANARY} feedback"), now=NOW)
    give_learning(request.pk, shown=1, actor=Actor.requester(), now=NOW)
    send_code(request.pk, now=NOW)
    return request


def use_the_desk(client, request):
    """Let a coach open the request, its client block, and write a note: sessions, logs, admin log."""
    client.force_login(make_user())
    seen = DeskRequest.objects.get(pk=request.pk)
    for name, posted in (("client", {}), ("note", {"version": seen.version, "body": CANARY})):
        address = reverse(f"admin:coaching_deskrequest_{name}", args=[request.pk])
        assert client.post(address, posted).status_code in {200, 302}
    page = client.get(reverse("admin:coaching_deskrequest_change", args=[request.pk]))
    assert CANARY in text_of(page)


def test_nothing_of_the_client_is_left_anywhere_and_the_proof_is(client, request_):
    use_the_desk(client, request_)
    for row in OutgoingMail.objects.order_by("pk"):
        deliver(row.pk, now=NOW)
    events = StatusEvent.objects.count()
    assert holders() == {
        model._meta.db_table
        for model in (ConsultRequest, ClientDetails, RequestMessage, InternalNote, TalkFeedback)
    }

    withdraw_consent(request_.pk, actor=Actor.requester(), now=LATER)

    assert holders() == set()
    counts = (ClientDetails, RequestMessage, InternalNote, AccessCode)
    assert [model.objects.count() for model in counts] == [0, 0, 0, 0]
    consent = Consent.objects.get()
    assert (consent.given_by, consent.given_how, consent.obtained_by, consent.text) == (
        "client",
        "oral",
        "Noor Voorbeeld",
        ConsentText.objects.get(purpose="request").text,
    )
    assert (ConsentWithdrawal.objects.get().at, StatusEvent.objects.count()) == (LATER, events)
    learning = LearningConsent.objects.order_by("pk")
    assert list(learning.values_list("given", flat=True)) == [True, False]
    feedback = TalkFeedback.objects.get()
    assert (feedback.helped, feedback.worked_well, feedback.words) == ("yes", "no", "")


def test_no_mail_said_anything_and_pages_say_nothing_any_more(client, request_):
    withdraw_consent(request_.pk, actor=Actor.staff(make_user()), now=NOW)
    for row in OutgoingMail.objects.order_by("pk"):
        deliver(row.pk, now=NOW)

    said = [f"{each.subject} {each.body} {each.alternatives}" for each in mail.outbox]
    page = client.get(reverse("request_page", args=[links.token_for(request_)]))
    client.force_login(make_user())
    desk = client.get(reverse("admin:coaching_deskrequest_change", args=[request_.pk]))
    assert said != []
    assert [text for text in [*said, text_of(page), text_of(desk)] if CANARY in text] == []


def test_withdrawal_leaves_a_tombstone_without_words(request_):
    withdraw_consent(request_.pk, actor=Actor.staff(make_user()), now=LATER)

    erasure = apps.get_model("privacy", "Erasure").objects.get()
    assert (erasure.record_id, erasure.reason, erasure.actor, erasure.at) == (
        str(request_.pk),
        ErasureReason.WITHDRAWN,
        "staff",
        LATER,
    )
