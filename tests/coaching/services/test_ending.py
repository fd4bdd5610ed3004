import pytest

from billing.models import Charge
from coaching import services
from coaching.models import Appointment, BookedSlot, Proposal
from coaching.states import AppointmentState, ProposalState
from outbox.models import OutgoingMail
from privacy.models import Erasure
from requests_app.choices import ActorKind, State
from requests_app.errors import RuleViolation
from requests_app.models import ClientDetails, ConsentWithdrawal
from requests_app.services import Actor, cancel_request, withdraw_consent
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def test_a_cancelled_request_takes_its_appointment_with_it():
    request = factories.make_request(State.PLANNED)

    cancel_request(request.pk, actor=Actor.requester(), now=NOW)

    appointment = Appointment.objects.get()
    assert (appointment.state, appointment.sequence) == (AppointmentState.CANCELLED, 1)
    assert not BookedSlot.objects.exists()
    assert kinds() == [
        "coaching.supporter_cancelled",
        "requests.cancelled",
        "requests.cancelled_notice",
    ]


def test_a_cancelled_request_takes_its_proposal_with_it():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, held_for_proposal=True)

    services.cancel_by_coach(request.pk, by=factories.make_user(), now=NOW)

    assert Proposal.objects.get().state == ProposalState.LAPSED
    assert not BookedSlot.objects.exists()


def test_a_talk_that_began_is_not_cancelled():
    request = factories.make_request(State.PLANNED, start=at(0, 9))

    with pytest.raises(RuleViolation, match="al begonnen"):
        services.cancel_by_coach(request.pk, by=factories.make_user(), now=NOW)

    request.refresh_from_db()
    assert request.state == State.PLANNED
    assert BookedSlot.objects.exists()


def test_withdrawing_the_agreement_before_the_talk_cancels_it():
    request = factories.make_request(State.PLANNED)

    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    request.refresh_from_db()
    assert request.state == State.CANCELLED
    assert not ClientDetails.objects.exists()
    assert not BookedSlot.objects.exists()
    assert "coaching.supporter_cancelled" in kinds()


def test_withdrawing_the_agreement_after_the_talk_erases_and_leaves_it_to_be_registered():
    """It counts and is charged as any talk; only the client is forgotten."""
    request = factories.make_request(State.PLANNED, start=at(0, 9))

    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    request.refresh_from_db()
    assert (request.state, request.client_erased_at) == (State.PLANNED, NOW)
    assert not ClientDetails.objects.exists()
    assert ConsentWithdrawal.objects.get().at == NOW
    assert kinds() == []
    assert request.events.latest("version").to_state == State.PLANNED

    held = services.Held(at(0, 9), at(0, 9, 45))
    services.record_held(request.pk, held, by=factories.make_user(), now=NOW)

    assert Charge.objects.get().request_reference == request.reference


def test_a_coach_withdraws_the_agreement_for_a_client_who_calls():
    request = factories.make_request(State.PLANNED)
    anna = factories.make_user("anna")

    services.withdraw_by_coach(request.pk, by=anna, now=NOW, version=request.version)

    request.refresh_from_db()
    event = request.events.latest("version")
    assert (request.state, request.client_erased_at, request.question) == (
        State.CANCELLED,
        NOW,
        "",
    )
    assert (event.action, event.actor, event.by) == ("withdraw_consent", ActorKind.STAFF, anna)
    proof = ConsentWithdrawal.objects.get()
    assert (proof.actor, proof.by, proof.consent.request_id) == (
        ActorKind.STAFF,
        anna,
        request.pk,
    )
    assert not ClientDetails.objects.exists()
    assert Erasure.objects.get().actor == "staff"
    assert kinds() == [
        "coaching.supporter_cancelled",
        "requests.cancelled",
        "requests.cancelled_notice",
    ]
