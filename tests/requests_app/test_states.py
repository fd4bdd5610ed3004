"""The table of actions and states, against the table in the design."""

import pytest

from requests_app.choices import REQUESTER_LABELS, Action, State
from requests_app.errors import IllegalTransition
from requests_app.states import ANSWERED, OPEN, TERMINAL, TRANSITIONS, allowed_actions, next_state

S = State
# action: (from, from, ...) -> target; written out by hand from STATES.md, not derived.
EXPECTED = {
    Action.TAKE: ({S.SUBMITTED}, S.IN_REVIEW),
    Action.ASK_INFO: ({S.SUBMITTED, S.IN_REVIEW}, S.INFO_NEEDED),
    Action.ANSWER_INFO: ({S.INFO_NEEDED}, S.IN_REVIEW),
    Action.RESUME: ({S.INFO_NEEDED}, S.IN_REVIEW),
    Action.PROPOSE: ({S.SUBMITTED, S.IN_REVIEW, S.ACCEPTED, S.PLANNED}, S.ALTERNATIVE_PROPOSED),
    Action.CHOOSE_MOMENT: ({S.ALTERNATIVE_PROPOSED}, S.ACCEPTED),
    Action.CHOOSE_HELD_MOMENT: ({S.ALTERNATIVE_PROPOSED}, S.PLANNED),
    Action.SUGGEST_MOMENT: ({S.ALTERNATIVE_PROPOSED}, S.IN_REVIEW),
    Action.EXPIRE: ({S.ALTERNATIVE_PROPOSED, S.INFO_NEEDED}, S.EXPIRED),
    Action.ACCEPT: ({S.IN_REVIEW}, S.ACCEPTED),
    Action.PLAN: ({S.IN_REVIEW, S.ACCEPTED}, S.PLANNED),
    Action.RELEASE: ({S.PLANNED}, S.ACCEPTED),
    Action.MOVE: ({S.PLANNED}, S.PLANNED),
    Action.COMPLETE: ({S.PLANNED}, S.COMPLETED),
    Action.RECORD_NOT_HELD: ({S.PLANNED}, S.NOT_HELD),
    Action.DECLINE: (
        {S.SUBMITTED, S.IN_REVIEW, S.INFO_NEEDED, S.ALTERNATIVE_PROPOSED, S.ACCEPTED},
        S.DECLINED,
    ),
    Action.CANCEL: (set(OPEN), S.CANCELLED),
    Action.WITHDRAW_CONSENT: (set(OPEN), S.CANCELLED),
    Action.CORRECT_TO_HELD: ({S.NOT_HELD, S.COMPLETED}, S.COMPLETED),
    Action.CORRECT_TO_NOT_HELD: ({S.COMPLETED}, S.NOT_HELD),
}


def test_every_action_but_submit_stands_in_the_table():
    assert set(TRANSITIONS) == set(Action) - {Action.SUBMIT}


@pytest.mark.parametrize("action", list(EXPECTED))
@pytest.mark.parametrize("state", list(State))
def test_action_in_state(action, state):
    allowed_from, target = EXPECTED[action]
    if state in allowed_from:
        assert next_state(state, action) == target
        assert action in allowed_actions(state)
    else:
        with pytest.raises(IllegalTransition, match=f"de aanvraag staat op “{state.label}”"):
            next_state(state, action)
        assert action not in allowed_actions(state)


def test_states_are_open_or_terminal():
    assert set(State) == OPEN | TERMINAL
    assert {S.COMPLETED, S.NOT_HELD, S.DECLINED, S.CANCELLED, S.EXPIRED} == TERMINAL


def test_a_new_request_is_not_answered():
    assert not ANSWERED & {S.SUBMITTED, S.IN_REVIEW, S.INFO_NEEDED}


def test_every_state_has_a_word_for_the_requester():
    assert {state.requester_label for state in State} == set(REQUESTER_LABELS.values())
    assert State.SUBMITTED.requester_label == "Ontvangen"
