"""None of our moments fits: the requester suggests moments, or would rather have another CSO."""

import pytest

from coaching import services
from coaching.models import Appointment, BookedSlot, Proposal, SupporterExclusion
from coaching.states import ProposalState
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import RequestMessage
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def proposed(**fields):
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, **fields)
    return request, Proposal.objects.get(request=request)


def test_own_moments_replace_the_wishes_and_the_history_keeps_both():
    request, proposal = proposed()

    services.refuse_proposal(
        request.pk,
        proposal.pk,
        starts=[at(14), at(15, 9, 30)],
        message="Graag 's middags.",
        now=NOW,
    )

    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
    assert list(request.moments.values_list("start", flat=True)) == [at(14), at(15, 9, 30)]
    assert request.first_moment == at(14)
    assert RequestMessage.objects.get().body == (
        "Graag 's middags.\n"
        "Kan wel: vrijdag 4 december 2026, 14.00 uur; zaterdag 5 december 2026, 09.30 uur.\n"
        "Eerst gevraagd: maandag 30 november 2026, 14.00 uur."
    )
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.REFUSED
    assert kinds() == ["coaching.answered_notice"]


def test_without_own_moments_the_wishes_stay():
    request, proposal = proposed()

    services.refuse_proposal(request.pk, proposal.pk, message="Bel me.", now=NOW)

    assert list(request.moments.values_list("start", flat=True)) == [at(10)]
    assert RequestMessage.objects.get().body == "Bel me."


@pytest.mark.parametrize("starts", [[at(3)], [at(14), at(14)]])
def test_a_moment_that_cannot_be_changes_nothing(starts):
    request, proposal = proposed(held_for_proposal=True)

    with pytest.raises(RuleViolation):
        services.refuse_proposal(request.pk, proposal.pk, starts=starts, now=NOW)

    request.refresh_from_db()
    assert request.state == State.ALTERNATIVE_PROPOSED
    assert list(request.moments.values_list("start", flat=True)) == [at(10)]
    assert BookedSlot.objects.exists()


def test_the_moment_fits_and_the_supporter_does_not():
    samira = factories.make_supporter()
    request, proposal = proposed(supporter=samira)
    moment = proposal.moments.order_by("start").first()

    services.choose_moment(request.pk, moment.pk, other_supporter=True, now=NOW)

    request.refresh_from_db()
    proposal.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert (proposal.state, proposal.chosen_start) == (ProposalState.CHOSEN, moment.start)
    assert SupporterExclusion.objects.get().supporter == samira
    assert not Appointment.objects.exists()
    assert not BookedSlot.objects.exists()
    assert kinds() == ["coaching.answered_notice"]


def test_neither_fits():
    samira = factories.make_supporter()
    request, proposal = proposed(supporter=samira)

    services.refuse_proposal(
        request.pk, proposal.pk, starts=[at(14)], other_supporter=True, now=NOW
    )

    assert SupporterExclusion.objects.get().supporter == samira


@pytest.mark.parametrize("chooses", [True, False])
def test_where_nobody_is_held_nobody_is_excluded(chooses):
    request, proposal = proposed()

    if chooses:
        moment = proposal.moments.order_by("start").first()
        services.choose_moment(request.pk, moment.pk, other_supporter=True, now=NOW)
    else:
        services.refuse_proposal(request.pk, proposal.pk, other_supporter=True, now=NOW)

    assert not SupporterExclusion.objects.exists()


def test_choosing_with_the_named_supporter_says_that_this_one_is_fine():
    request, proposal = proposed(held_for_proposal=True)

    services.choose_moment(request.pk, proposal.moments.order_by("start").first().pk, now=NOW)

    assert Appointment.objects.get().supporter_accepted_at == NOW


def test_another_supporter_than_the_one_of_the_planned_talk_ends_that_talk():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.propose_moments(
        request.pk, services.Offer([at(12)], samira.pk), by=factories.make_user(), now=NOW
    )
    moment = Proposal.objects.get().moments.get()
    OutgoingMail.objects.all().delete()

    services.choose_moment(request.pk, moment.pk, other_supporter=True, now=NOW)

    assert not BookedSlot.objects.exists()
    assert kinds() == ["coaching.answered_notice", "coaching.supporter_cancelled"]
