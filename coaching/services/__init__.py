"""Actions at the coaches' desk, one function each."""

from coaching.services.asking import ask_info
from coaching.services.client import ClientBlock, open_client_block
from coaching.services.ending import (
    cancel_by_coach,
    drop_plans_of_ended_request,
    withdraw_by_coach,
)
from coaching.services.planning import Plan, move_appointment, plan_request, release_appointment
from coaching.services.proposals import Offer, choose_moment, propose_moments, refuse_proposal
from coaching.services.results import Held, record_held, record_not_held
from coaching.services.review import accept_request, decline_request, take_request
from coaching.services.supporter_choice import accept_supporter, ask_other_supporter

__all__ = [
    "ClientBlock",
    "Held",
    "Offer",
    "Plan",
    "accept_request",
    "accept_supporter",
    "ask_info",
    "ask_other_supporter",
    "cancel_by_coach",
    "choose_moment",
    "decline_request",
    "drop_plans_of_ended_request",
    "move_appointment",
    "open_client_block",
    "plan_request",
    "propose_moments",
    "record_held",
    "record_not_held",
    "refuse_proposal",
    "release_appointment",
    "take_request",
    "withdraw_by_coach",
]
