"""Cancelling a request, and withdrawing the client's agreement."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from outbox.models import OutgoingMail
from privacy.fields import sealed_fields
from privacy.models import Erasure
from requests_app.choices import State
from requests_app.errors import IllegalTransition, RuleViolation, StaleRequest
from requests_app.models import (
    AccessCode,
    ClientDetails,
    Consent,
    ConsentWithdrawal,
    ConsultRequest,
    InternalNote,
    RequestMessage,
    StatFact,
    TalkFeedback,
)
from requests_app.services import (
    Actor,
    add_note,
    cancel_request,
    submit_request,
    withdraw_consent,
)
from requests_app.signals import request_ended
from tests.factories import make_request
from tests.requests_app.submissions import NOW, with_client, without_client

LATER = NOW + timedelta(hours=3)


@pytest.mark.django_db
def test_cancel_ends_the_request_and_tells_both_sides():
    request = submit_request(with_client(), now=NOW)

    cancel_request(request.pk, actor=Actor.requester(), now=LATER)

    request.refresh_from_db()
    assert (request.state, request.closed_at, request.version) == ("cancelled", LATER, 2)
    assert list(request.events.order_by("version").values_list("action", "to_state", "actor")) == [
        ("submit", "submitted", "requester"),
        ("cancel", "cancelled", "requester"),
    ]
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == [
        "requests.cancelled",
        "requests.cancelled_notice",
        "requests.copy",
        "requests.new_notice",
    ]
    fact = StatFact.objects.get()
    assert (fact.outcome, fact.language_code, fact.organisation_type) == (
        "cancelled",
        "dari",
        "school",
    )


@pytest.mark.django_db
def test_cancel_twice_is_refused_and_changes_nothing():
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=LATER)

    with pytest.raises(IllegalTransition, match="Geannuleerd"):
        cancel_request(request.pk, actor=Actor.requester(), now=LATER)

    assert request.events.count() == 2
    assert StatFact.objects.count() == 1


@pytest.mark.django_db
def test_cancel_of_a_page_that_is_out_of_date_is_refused(django_user_model):
    coach = django_user_model.objects.create_user("coach", first_name="Lies", last_name="Peeters")
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.staff(coach), now=LATER)

    with pytest.raises(StaleRequest, match=r"Lies Peeters was je voor \(geannuleerd, 20/11/2026"):
        cancel_request(request.pk, actor=Actor.requester(), now=LATER, version=1)


@pytest.mark.django_db
def test_withdrawing_erases_the_client_at_once_and_keeps_the_proof(django_user_model):
    coach = django_user_model.objects.create_user("coach")
    request = submit_request(with_client(), now=NOW)
    add_note(request.pk, by=coach, body="Amina vroeg om een vrouw", now=NOW)

    withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)

    stored = ConsultRequest.objects.get()
    assert stored.state == "cancelled"
    assert stored.client_erased_at == LATER
    assert (stored.question, stored.location_address) == ("", "")
    assert ClientDetails.objects.count() == 0
    assert RequestMessage.objects.count() == 0
    assert InternalNote.objects.count() == 0
    assert Consent.objects.count() == 1
    withdrawal = ConsentWithdrawal.objects.get()
    assert (withdrawal.consent_id, withdrawal.at, withdrawal.actor) == (
        Consent.objects.get().pk,
        LATER,
        "requester",
    )
    tombstone = Erasure.objects.get()
    assert (tombstone.record_id, tombstone.reason) == (str(request.pk), "withdrawn")
    assert stored.events.latest("version").action == "withdraw_consent"


@pytest.mark.django_db
def test_withdrawing_leaves_no_free_text_anywhere():
    request = make_request(State.COMPLETED)
    free_texts = [field.name for field in sealed_fields(ConsultRequest)]
    for name in free_texts:
        setattr(request, name, f"Kanarie in {name}")
    request.save(update_fields=free_texts)
    TalkFeedback.objects.create(
        request=request, helped="yes", worked_well="no", words="Amina huilde.", at=NOW
    )
    AccessCode.objects.create(request=request, created_at=NOW, used_at=NOW)

    withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)

    stored = ConsultRequest.objects.get()
    assert len(free_texts) >= 7
    assert [getattr(stored, name) for name in free_texts] == [""] * len(free_texts)
    feedback = TalkFeedback.objects.get()
    assert (feedback.helped, feedback.worked_well, feedback.words) == ("yes", "no", "")
    assert not AccessCode.objects.exists()


@pytest.mark.django_db
def test_withdrawing_after_the_end_erases_and_leaves_the_state():
    request = submit_request(with_client(), now=NOW)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)

    withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)

    request.refresh_from_db()
    assert (request.state, request.version) == ("cancelled", 2)
    assert ClientDetails.objects.count() == 0
    assert ConsentWithdrawal.objects.count() == 1


@pytest.mark.django_db
def test_withdrawing_twice_or_without_agreement_is_refused():
    request = submit_request(with_client(), now=NOW)
    withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)
    with pytest.raises(RuleViolation, match="was al ingetrokken"):
        withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)

    advice = submit_request(without_client(), now=NOW)
    with pytest.raises(RuleViolation, match="hoort geen akkoord"):
        withdraw_consent(advice.pk, actor=Actor.requester(), now=LATER)


@pytest.mark.django_db
def test_a_receiver_that_fails_undoes_the_whole_step():
    request = submit_request(with_client(), now=NOW)

    def refuse(**_: object) -> None:
        raise RuleViolation("kan niet")

    request_ended.connect(refuse)
    try:
        with pytest.raises(RuleViolation, match="kan niet"):
            withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)
    finally:
        request_ended.disconnect(refuse)

    request.refresh_from_db()
    assert request.state == "submitted"
    assert ClientDetails.objects.count() == 1
    assert ConsentWithdrawal.objects.count() == 0
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["events", "consent"])
def test_history_and_proof_can_be_neither_changed_nor_deleted(model):
    request = submit_request(with_client(), now=NOW)
    rows = request.events.all() if model == "events" else Consent.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**({"at": LATER} if model == "events" else {"recorded_at": LATER}))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)

    assert request.events.get().at == NOW
