import pytest

from coaching import services
from coaching.errors import StaleProposal, SupporterTaken
from coaching.models import Appointment, BookedSlot, Proposal
from coaching.states import AppointmentState, ProposalState
from outbox.models import OutgoingMail
from requests_app.choices import Action, State
from requests_app.errors import RuleViolation
from requests_app.models import RequestMessage
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def first_moment(request):
    return Proposal.objects.get(request=request).moments.order_by("start").first()


def test_propose_writes_moments_and_mails_the_requester():
    request = factories.make_request(State.IN_REVIEW)

    services.propose_moments(
        request.pk,
        services.Offer(starts=[at(12), at(13)]),
        by=factories.make_user(),
        now=NOW,
        version=request.version,
    )

    proposal = Proposal.objects.get()
    assert list(proposal.moments.values_list("start", flat=True)) == [at(12), at(13)]
    assert (proposal.state, proposal.supporter) == (ProposalState.OPEN, None)
    assert not BookedSlot.objects.exists()
    assert kinds() == ["coaching.proposed"]
    request.refresh_from_db()
    assert (request.state, request.answered_at) == (State.ALTERNATIVE_PROPOSED, NOW)


def test_a_held_supporter_is_taken_for_every_moment_also_where_they_overlap():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    other = factories.make_request(State.IN_REVIEW)
    coach = factories.make_user()

    services.propose_moments(
        request.pk, services.Offer([at(12), at(12, 14, 30)], samira.pk), by=coach, now=NOW
    )

    assert BookedSlot.objects.count() == 10
    with pytest.raises(SupporterTaken):
        services.plan_request(other.pk, services.Plan(samira.pk, at(12, 15), 60), by=coach, now=NOW)


@pytest.mark.parametrize("starts", [[], [at(-1)], [at(12), at(12)]])
def test_a_bad_proposal_changes_nothing(starts):
    request = factories.make_request(State.IN_REVIEW)

    with pytest.raises(RuleViolation):
        services.propose_moments(
            request.pk, services.Offer(starts), by=factories.make_user(), now=NOW
        )

    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
    assert not Proposal.objects.exists()


def test_choosing_a_held_moment_plans_at_once():
    samira = factories.make_supporter()
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, supporter=samira)
    moment = first_moment(request)

    services.choose_moment(request.pk, moment.pk, message="Dank je", now=NOW)

    appointment = Appointment.objects.get()
    assert (appointment.supporter, appointment.start) == (samira, moment.start)
    assert set(BookedSlot.objects.values_list("appointment", flat=True)) == {appointment.pk}
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.chosen_start) == (ProposalState.CHOSEN, moment.start)
    assert RequestMessage.objects.get().body == "Dank je"
    assert kinds() == [
        "coaching.answered_notice",
        "coaching.planned",
        "coaching.supporter_planned",
    ]
    request.refresh_from_db()
    assert request.state == State.PLANNED


def test_choosing_without_a_supporter_waits_for_the_coach():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)

    services.choose_moment(request.pk, first_moment(request).pk, now=NOW)

    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert kinds() == ["coaching.answered_notice"]


def test_choosing_a_held_moment_whose_agreement_became_due_waits_for_the_coach():
    organisation = factories.make_organisation()
    request = factories.make_request(
        State.ALTERNATIVE_PROPOSED, organisation=organisation, held_for_proposal=True
    )
    for number in range(3):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))

    services.choose_moment(request.pk, first_moment(request).pk, now=NOW)

    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert not BookedSlot.objects.filter(proposal__request=request).exists()


def test_choosing_while_the_supporter_stopped_waits_for_the_coach():
    samira = factories.make_supporter()
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, supporter=samira)
    samira.active = False
    samira.save()

    services.choose_moment(request.pk, first_moment(request).pk, now=NOW)

    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert not BookedSlot.objects.exists()


def test_a_moment_that_passed_cannot_be_chosen():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    moment = first_moment(request)

    with pytest.raises(RuleViolation, match="al voorbij"):
        services.choose_moment(request.pk, moment.pk, now=moment.start)


def test_a_moment_of_another_request_cannot_be_chosen():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    other = factories.make_request(State.ALTERNATIVE_PROPOSED)

    with pytest.raises(RuleViolation, match="Kies een van de momenten"):
        services.choose_moment(request.pk, first_moment(other).pk, now=NOW)


def test_a_proposal_is_answered_once():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    moment = first_moment(request)
    services.choose_moment(request.pk, moment.pk, now=NOW)

    with pytest.raises(StaleProposal):
        services.choose_moment(request.pk, moment.pk, now=NOW)
    with pytest.raises(StaleProposal):
        services.refuse_proposal(request.pk, moment.proposal_id, now=NOW)
    with pytest.raises(StaleProposal):
        services.refuse_proposal(request.pk, 0, now=NOW)


def test_refusing_frees_the_supporter_and_keeps_the_words():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, held_for_proposal=True)

    services.refuse_proposal(
        request.pk, Proposal.objects.get().pk, message="Liever op dinsdag.", now=NOW
    )

    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
    assert (Proposal.objects.get().state, BookedSlot.objects.count()) == (
        ProposalState.REFUSED,
        0,
    )
    assert RequestMessage.objects.get().body == "Liever op dinsdag."
    assert request.events.latest("version").action == Action.SUGGEST_MOMENT
    assert kinds() == ["coaching.answered_notice"]


def planned_and_proposed(hold=None):
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    offer = services.Offer([at(10, 14, 30)], samira.pk if hold else None)
    services.propose_moments(request.pk, offer, by=factories.make_user(), now=NOW)
    OutgoingMail.objects.all().delete()
    return request


def test_a_planned_talk_keeps_its_place_until_the_answer():
    planned_and_proposed(hold=True)

    assert Appointment.objects.get().state == AppointmentState.CONFIRMED
    # 14.00-15.00 and half an hour of travel on both sides, plus half an hour for the later one.
    assert BookedSlot.objects.filter(appointment__isnull=False).count() == 8
    assert BookedSlot.objects.filter(proposal__isnull=False).count() == 2


def test_choosing_moves_the_planned_talk():
    request = planned_and_proposed(hold=True)

    services.choose_moment(request.pk, first_moment(request).pk, now=NOW)

    appointment = Appointment.objects.get()
    assert (appointment.start, appointment.sequence) == (at(10, 14, 30), 1)
    assert kinds() == [
        "coaching.answered_notice",
        "coaching.moved",
        "coaching.supporter_moved",
    ]


@pytest.mark.parametrize("chooses", [True, False])
def test_without_a_held_supporter_the_planned_talk_is_off_after_the_answer(chooses):
    request = planned_and_proposed()

    if chooses:
        services.choose_moment(request.pk, first_moment(request).pk, now=NOW)
    else:
        services.refuse_proposal(request.pk, Proposal.objects.get().pk, now=NOW)

    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert not BookedSlot.objects.exists()
    assert kinds() == ["coaching.answered_notice", "coaching.supporter_cancelled"]


def test_holding_a_supporter_for_a_paid_talk_needs_the_agreement():
    organisation = factories.make_organisation()
    for number in range(3):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    samira = factories.make_supporter()
    coach = factories.make_user()

    with pytest.raises(RuleViolation, match="overeenkomst"):
        services.propose_moments(request.pk, services.Offer([at(12)], samira.pk), by=coach, now=NOW)
    services.propose_moments(request.pk, services.Offer([at(12)]), by=coach, now=NOW)
    assert Proposal.objects.count() == 1
