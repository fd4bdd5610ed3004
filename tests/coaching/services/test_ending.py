import pytest

from coaching import services
from coaching.models import Appointment, BookedSlot, Proposal
from coaching.states import AppointmentState, ProposalState
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import ClientDetails
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


def test_withdrawing_the_agreement_is_never_refused():
    request = factories.make_request(State.PLANNED, start=at(0, 9))

    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    request.refresh_from_db()
    assert request.state == State.CANCELLED
    assert not ClientDetails.objects.exists()
    assert not BookedSlot.objects.exists()
