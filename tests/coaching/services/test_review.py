import pytest

from coaching import services
from coaching.models import BookedSlot, Proposal
from coaching.states import ProposalState
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.models import RequestMessage, StatFact
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def test_who_takes_a_request_is_its_coach():
    request = factories.make_request()
    anna = factories.make_user("anna")

    services.take_request(request.pk, by=anna, now=NOW, version=request.version)

    request.refresh_from_db()
    assert (request.state, request.coach, request.answered_at) == (State.IN_REVIEW, anna, None)
    assert not OutgoingMail.objects.exists()


def test_a_request_is_taken_once():
    request = factories.make_request()
    services.take_request(request.pk, by=factories.make_user("anna"), now=NOW)

    with pytest.raises(StaleRequest, match="anna was je voor"):
        services.take_request(
            request.pk, by=factories.make_user("bert"), now=NOW, version=request.version
        )

    request.refresh_from_db()
    assert request.coach.username == "anna"


def test_accept_needs_a_moment_to_come():
    request = factories.make_request(State.IN_REVIEW, start=at(2))

    with pytest.raises(RuleViolation, match="voorbij"):
        services.accept_request(request.pk, by=factories.make_user(), now=at(3))
    services.accept_request(request.pk, by=factories.make_user(), now=NOW)

    assert OutgoingMail.objects.get().kind == "coaching.accepted"


def test_decline_keeps_reason_words_and_figure():
    reason = factories.make_reason()
    request = factories.make_request(State.IN_REVIEW)

    services.decline_request(
        request.pk, "geen-cso", message="Het spijt ons.", by=factories.make_user(), now=NOW
    )

    request.refresh_from_db()
    assert (request.state, request.decline_reason, request.closed_at) == (
        State.DECLINED,
        reason,
        NOW,
    )
    assert RequestMessage.objects.get().body == "Het spijt ons."
    fact = StatFact.objects.get()
    assert (fact.reason, fact.answered_in_time) == ("geen-cso", True)
    assert OutgoingMail.objects.get().kind == "coaching.declined"


def test_decline_ends_a_proposal_and_frees_whoever_was_held():
    factories.make_reason()
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, held_for_proposal=True)

    services.decline_request(request.pk, "geen-cso", by=factories.make_user(), now=NOW)

    assert Proposal.objects.get().state == ProposalState.LAPSED
    assert not BookedSlot.objects.exists()


@pytest.mark.parametrize("code", ["", "bestaat-niet", "uit-gebruik"])
def test_decline_needs_a_reason_of_the_list(code):
    reason = factories.make_reason("uit-gebruik")
    reason.active = False
    reason.save()
    request = factories.make_request(State.IN_REVIEW)

    with pytest.raises(RuleViolation, match="Kies een reden"):
        services.decline_request(request.pk, code, by=factories.make_user(), now=NOW)
