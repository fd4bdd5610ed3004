"""The requester on the CSO: fine, or rather somebody else, and never why (N7)."""

from datetime import timedelta

import pytest

from coaching import services
from coaching.models import Appointment, AppointmentCompanion, BookedSlot, SupporterExclusion
from coaching.selectors.exclusions import excluded_ids
from coaching.services.supporter_choice import exclude
from coaching.states import AppointmentState
from outbox.models import OutgoingMail
from requests_app.choices import Action, ActorKind, State
from requests_app.errors import IllegalTransition, RuleViolation, StaleRequest, TalkBegun
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def test_fine_is_noted_once_and_is_no_step():
    request = factories.make_request(State.PLANNED)

    services.accept_supporter(request.pk, now=NOW, version=request.version)
    services.accept_supporter(request.pk, now=NOW + timedelta(hours=1), version=request.version)

    assert Appointment.objects.get().supporter_accepted_at == NOW
    request.refresh_from_db()
    assert (request.state, request.version, request.events.count()) == (State.PLANNED, 3, 3)
    assert kinds() == []


def test_somebody_else_reopens_the_search_and_keeps_only_the_exclusion():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    services.ask_other_supporter(request.pk, samira.pk, now=NOW, version=request.version)

    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    event = request.events.latest("version")
    assert (event.action, event.actor, event.by, event.reason) == (
        Action.OTHER_SUPPORTER,
        ActorKind.REQUESTER,
        None,
        "",
    )
    assert not request.messages.exists()
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert not BookedSlot.objects.exists()
    exclusion = SupporterExclusion.objects.get()
    assert (exclusion.request, exclusion.supporter, exclusion.at) == (request, samira, NOW)
    assert kinds() == [
        "coaching.other_supporter",
        "coaching.other_supporter_notice",
        "coaching.supporter_cancelled",
    ]


def test_the_excluded_one_cannot_be_planned_again_but_another_can():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira)
    coach = factories.make_user()
    services.accept_supporter(request.pk, now=NOW)
    services.ask_other_supporter(request.pk, samira.pk, now=NOW)

    with pytest.raises(RuleViolation, match="uitgesloten voor deze aanvraag"):
        services.plan_request(request.pk, services.Plan(samira.pk, at(10), 60), by=coach, now=NOW)
    services.plan_request(request.pk, services.Plan(leyla.pk, at(10), 60), by=coach, now=NOW)

    appointment = Appointment.objects.get()
    assert (appointment.supporter, appointment.supporter_accepted_at) == (leyla, None)


def test_moving_keeps_the_answer_and_another_supporter_asks_it_anew():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira)
    coach = factories.make_user()
    services.accept_supporter(request.pk, now=NOW)

    services.move_appointment(request.pk, services.Plan(samira.pk, at(11), 60), by=coach, now=NOW)
    assert Appointment.objects.get().supporter_accepted_at == NOW
    services.move_appointment(request.pk, services.Plan(leyla.pk, at(11), 60), by=coach, now=NOW)
    assert Appointment.objects.get().supporter_accepted_at is None


def test_one_of_several_can_be_declined():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira, involves_client=False)
    AppointmentCompanion.objects.create(
        appointment=Appointment.objects.get(request=request), supporter=leyla
    )

    services.ask_other_supporter(request.pk, leyla.pk, now=NOW)

    assert excluded_ids(request) == {leyla.pk}


def test_who_does_not_come_cannot_be_declined():
    request = factories.make_request(State.PLANNED)

    with pytest.raises(RuleViolation, match="komt niet meer mee"):
        services.ask_other_supporter(request.pk, factories.make_supporter("Leyla").pk, now=NOW)

    assert not SupporterExclusion.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.PLANNED])
def test_without_a_planned_talk_there_is_nothing_to_say(state):
    request = factories.make_request(state)

    with pytest.raises(IllegalTransition):
        services.accept_supporter(request.pk, now=NOW)
    with pytest.raises(IllegalTransition):
        services.ask_other_supporter(request.pk, 1, now=NOW)


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=5)])
def test_once_it_began_nothing_changes(late):
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    with pytest.raises(TalkBegun, match="al begonnen"):
        services.ask_other_supporter(request.pk, samira.pk, now=at(10) + late)
    with pytest.raises(TalkBegun):
        services.accept_supporter(request.pk, now=at(10) + late)

    assert not SupporterExclusion.objects.exists()


def test_whoever_looked_at_an_older_plan_is_told():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.move_appointment(
        request.pk, services.Plan(leyla.pk, at(11), 60), by=factories.make_user(), now=NOW
    )

    with pytest.raises(StaleRequest):
        services.accept_supporter(request.pk, now=NOW, version=request.version)
    with pytest.raises(StaleRequest):
        services.ask_other_supporter(request.pk, samira.pk, now=NOW, version=request.version)


def test_excluding_twice_is_once():
    request, samira = factories.make_request(), factories.make_supporter()

    exclude(request, samira.pk, now=NOW)
    exclude(request, samira.pk, now=NOW + timedelta(days=1))

    assert SupporterExclusion.objects.get().at == NOW
