"""Every action in every state, through the services: allowed ones move, all others change nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from billing.models import Charge
from coaching import services
from coaching.models import (
    Appointment,
    AppointmentVersion,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
    SupporterExclusion,
)
from outbox.models import OutgoingMail
from requests_app.choices import Action, State
from requests_app.errors import IllegalTransition, RuleViolation
from requests_app.models import (
    ClientDetails,
    ConsentWithdrawal,
    ConsultRequest,
    RequestMessage,
    StatFact,
    StatusEvent,
)
from requests_app.services import (
    Actor,
    answer_question,
    cancel_request,
    lock_request,
    transition,
    withdraw_consent,
)
from requests_app.states import TRANSITIONS
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db

# Their screens come with a later delivery; the table and the event hold for them already.
BY_TABLE = (
    Action.RESUME,
    Action.EXPIRE,
    Action.CORRECT_TO_HELD,
    Action.CORRECT_TO_NOT_HELD,
)


def plan(request: ConsultRequest, *, start=None) -> services.Plan:
    supporter = Appointment.objects.filter(request=request).values_list("supporter", flat=True)
    return services.Plan(
        supporter_id=supporter.first() or factories.make_supporter("Leyla").pk,
        start=start or at(10),
        minutes=60,
    )


def by_table(action: Action) -> Callable[[ConsultRequest, Any], object]:
    @transaction.atomic
    def act(request: ConsultRequest, by: Any) -> object:
        return transition(lock_request(request.pk), action, actor=Actor.staff(by), now=NOW)

    return act


def choose(request: ConsultRequest, _by: Any) -> object:
    moment = ProposedMoment.objects.filter(proposal__request=request).order_by("start").first()
    return services.choose_moment(request.pk, moment.pk if moment else 0, now=NOW)


def refuse(request: ConsultRequest, _by: Any) -> object:
    proposal = Proposal.objects.filter(request=request).first()
    return services.refuse_proposal(request.pk, proposal.pk if proposal else 0, now=NOW)


def held(request: ConsultRequest, by: Any) -> object:
    start = request.first_moment
    talk = services.Held(start=start, end=start + timedelta(minutes=90))
    return services.record_held(request.pk, talk, by=by, now=start + timedelta(hours=3))


def other(request: ConsultRequest, _by: Any) -> object:
    appointment = Appointment.objects.filter(request=request).first()
    supporter = appointment.supporter_id if appointment else 0
    return services.ask_other_supporter(request.pk, supporter, now=NOW)


ACTIONS: dict[Action, Callable[[ConsultRequest, Any], object]] = {
    Action.ASK_INFO: lambda r, by: services.ask_info(r.pk, question="Wie komt?", by=by, now=NOW),
    Action.ANSWER_INFO: lambda r, _by: answer_question(r.pk, "Haar zus.", now=NOW),
    Action.TAKE: lambda r, by: services.take_request(r.pk, by=by, now=NOW),
    Action.ACCEPT: lambda r, by: services.accept_request(r.pk, by=by, now=NOW),
    Action.DECLINE: lambda r, by: services.decline_request(r.pk, "geen-cso", by=by, now=NOW),
    Action.PROPOSE: lambda r, by: services.propose_moments(
        r.pk, services.Offer(starts=[at(14)]), by=by, now=NOW
    ),
    Action.PLAN: lambda r, by: services.plan_request(r.pk, plan(r), by=by, now=NOW),
    Action.MOVE: lambda r, by: services.move_appointment(
        r.pk, plan(r, start=at(12)), by=by, now=NOW
    ),
    Action.RELEASE: lambda r, by: services.release_appointment(r.pk, by=by, now=NOW),
    Action.COMPLETE: held,
    Action.RECORD_NOT_HELD: lambda r, by: services.record_not_held(
        r.pk, "client_absent", by=by, now=r.first_moment + timedelta(hours=1)
    ),
    Action.CHOOSE_MOMENT: choose,
    Action.CHOOSE_HELD_MOMENT: choose,
    Action.SUGGEST_MOMENT: refuse,
    Action.OTHER_SUPPORTER: other,
    Action.CANCEL: lambda r, by: services.cancel_by_coach(r.pk, by=by, now=NOW),
    Action.WITHDRAW_CONSENT: lambda r, by: withdraw_consent(r.pk, actor=Actor.staff(by), now=NOW),
    **{action: by_table(action) for action in BY_TABLE},
}
FROM_THE_START = [Action.SUBMIT]
# Who is told of each step: the requester, the coaches, the CSO. Taking tells nobody.
MAILS: dict[Action, list[str]] = {
    Action.ASK_INFO: ["coaching.info_asked"],
    Action.ANSWER_INFO: ["requests.info_answered_notice"],
    Action.ACCEPT: ["coaching.accepted"],
    Action.DECLINE: ["coaching.declined"],
    Action.PROPOSE: ["coaching.proposed"],  # a CSO who was planned stays held until the answer
    Action.PLAN: ["coaching.planned", "coaching.supporter_planned"],
    Action.MOVE: ["coaching.moved", "coaching.supporter_moved"],
    Action.RELEASE: ["coaching.released", "coaching.supporter_cancelled"],
    Action.COMPLETE: ["coaching.registered"],
    Action.RECORD_NOT_HELD: ["coaching.not_held"],
    Action.CHOOSE_MOMENT: ["coaching.answered_notice"],
    Action.CHOOSE_HELD_MOMENT: [
        "coaching.answered_notice",
        "coaching.planned",
        "coaching.supporter_planned",
    ],
    Action.SUGGEST_MOMENT: ["coaching.answered_notice"],
    Action.OTHER_SUPPORTER: [
        "coaching.other_supporter",
        "coaching.other_supporter_notice",
        "coaching.supporter_cancelled",
    ],
    Action.CANCEL: ["requests.cancelled", "requests.cancelled_notice"],
    Action.WITHDRAW_CONSENT: ["requests.cancelled", "requests.cancelled_notice"],
}


def mails(action: Action, state: State) -> list[str]:
    """The kinds of mail of a step; a CSO who was planned hears that the request has ended."""
    lost = state == State.PLANNED and action in {Action.CANCEL, Action.WITHDRAW_CONSENT}
    return sorted([*MAILS.get(action, []), *["coaching.supporter_cancelled"] * lost])


def everything() -> dict[str, object]:
    """Every row that a step may touch."""
    tables = [
        ConsultRequest,
        StatusEvent,
        RequestMessage,
        StatFact,
        Appointment,
        AppointmentVersion,
        BookedSlot,
        Proposal,
        ProposedMoment,
        SupporterExclusion,
        Consultation,
        Charge,
        ClientDetails,
        ConsentWithdrawal,
        OutgoingMail,
    ]
    return {
        model.__name__: sorted(map(str, model.objects.order_by("pk").values_list()))
        for model in tables
    }


def test_actions_and_states_are_all_here():
    assert set(ACTIONS) | set(FROM_THE_START) == set(Action)
    assert set(factories.PATHS) == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ACTIONS)
def test_action_in_state(action: Action, state: State):
    by = factories.make_user()
    factories.make_reason()
    request = factories.make_request(
        state,
        start=at(10),
        held_for_proposal=action == Action.CHOOSE_HELD_MOMENT,
    )
    factories.make_supporter("Leyla")
    before = everything()
    rule = TRANSITIONS[action]

    if state not in rule.allowed_from:
        if action == Action.WITHDRAW_CONSENT:
            # Never refused: what is closed keeps its state, only the client is forgotten.
            ACTIONS[action](request, by)
        else:
            with pytest.raises(RuleViolation) as refusal:
                ACTIONS[action](request, by)
            assert isinstance(refusal.value, IllegalTransition) or action in {
                Action.CHOOSE_MOMENT,
                Action.CHOOSE_HELD_MOMENT,
                Action.SUGGEST_MOMENT,
            }
            assert everything() == before
        request.refresh_from_db()
        assert (request.state, request.version) == (state, len(factories.PATHS[state]) + 1)
        return

    ACTIONS[action](request, by)

    old = request.version
    request.refresh_from_db()
    event = request.events.get(version=request.version)
    assert (request.state, request.version) == (rule.target, old + 1)
    assert (event.action, event.from_state, event.to_state) == (action, state, rule.target)
    assert sorted(OutgoingMail.objects.values_list("kind", flat=True)) == mails(action, state)


def test_cancel_by_requester_is_the_same_action():
    request = factories.make_request(State.PLANNED)

    cancel_request(request.pk, actor=Actor.requester(), now=NOW)

    assert not BookedSlot.objects.exists()
