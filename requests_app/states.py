"""The life of a request: states, actions and the one table that joins them (STATES.md §6)."""

from collections.abc import Mapping
from typing import NamedTuple

from requests_app.choices import Action, State
from requests_app.errors import IllegalTransition

OPEN = frozenset(
    {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.INFO_NEEDED,
        State.ALTERNATIVE_PROPOSED,
        State.ACCEPTED,
        State.PLANNED,
    }
)
TERMINAL = frozenset(State) - OPEN
# The OCMW has given its answer: yes, no, or "could it be at another moment".
ANSWERED = frozenset(
    {
        State.ALTERNATIVE_PROPOSED,
        State.ACCEPTED,
        State.PLANNED,
        State.COMPLETED,
        State.NOT_HELD,
        State.DECLINED,
    }
)
UNDECIDED = frozenset({State.SUBMITTED, State.IN_REVIEW})
REQUESTER_MOVES = frozenset({State.INFO_NEEDED, State.ALTERNATIVE_PROPOSED})


class Transition(NamedTuple):
    """From which states an action is allowed and where it leads."""

    allowed_from: frozenset[State]
    target: State


TRANSITIONS: Mapping[Action, Transition] = {
    Action.TAKE: Transition(frozenset({State.SUBMITTED}), State.IN_REVIEW),
    Action.ASK_INFO: Transition(UNDECIDED, State.INFO_NEEDED),
    Action.ANSWER_INFO: Transition(frozenset({State.INFO_NEEDED}), State.IN_REVIEW),
    Action.RESUME: Transition(frozenset({State.INFO_NEEDED}), State.IN_REVIEW),
    Action.PROPOSE: Transition(
        UNDECIDED | {State.ACCEPTED, State.PLANNED}, State.ALTERNATIVE_PROPOSED
    ),
    Action.CHOOSE_MOMENT: Transition(frozenset({State.ALTERNATIVE_PROPOSED}), State.ACCEPTED),
    Action.CHOOSE_HELD_MOMENT: Transition(frozenset({State.ALTERNATIVE_PROPOSED}), State.PLANNED),
    Action.OTHER_SUPPORTER: Transition(frozenset({State.PLANNED}), State.ACCEPTED),
    Action.SUGGEST_MOMENT: Transition(frozenset({State.ALTERNATIVE_PROPOSED}), State.IN_REVIEW),
    Action.EXPIRE: Transition(REQUESTER_MOVES, State.EXPIRED),
    Action.ACCEPT: Transition(frozenset({State.IN_REVIEW}), State.ACCEPTED),
    Action.PLAN: Transition(frozenset({State.IN_REVIEW, State.ACCEPTED}), State.PLANNED),
    Action.RELEASE: Transition(frozenset({State.PLANNED}), State.ACCEPTED),
    Action.MOVE: Transition(frozenset({State.PLANNED}), State.PLANNED),
    Action.COMPLETE: Transition(frozenset({State.PLANNED}), State.COMPLETED),
    Action.RECORD_NOT_HELD: Transition(frozenset({State.PLANNED}), State.NOT_HELD),
    Action.DECLINE: Transition(OPEN - {State.PLANNED}, State.DECLINED),
    Action.CANCEL: Transition(OPEN, State.CANCELLED),
    Action.WITHDRAW_CONSENT: Transition(OPEN, State.CANCELLED),
    Action.CORRECT_TO_HELD: Transition(
        frozenset({State.NOT_HELD, State.COMPLETED}), State.COMPLETED
    ),
    Action.CORRECT_TO_NOT_HELD: Transition(frozenset({State.COMPLETED}), State.NOT_HELD),
}


def next_state(state: str, action: str) -> State:
    """Return the state that `action` leads to; raise IllegalTransition where it is not allowed."""
    transition = TRANSITIONS[Action(action)]
    if state not in transition.allowed_from:
        raise IllegalTransition(
            f"“{Action(action).label}” kan niet: de aanvraag staat op “{State(state).label}”."
            " Open de aanvraag opnieuw."
        )
    return transition.target


def allowed_actions(state: str) -> frozenset[Action]:
    """Return every action that the table allows in `state`."""
    return frozenset(
        action for action, transition in TRANSITIONS.items() if state in transition.allowed_from
    )
