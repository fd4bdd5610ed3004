"""Actions on requests, one function each."""

from requests_app.services.closing import cancel_request, withdraw_consent
from requests_app.services.conversation import add_note
from requests_app.services.submission import Submission, submit_request
from requests_app.services.transitions import Actor, lock_request, transition

__all__ = [
    "Actor",
    "Submission",
    "add_note",
    "cancel_request",
    "lock_request",
    "submit_request",
    "transition",
    "withdraw_consent",
]
