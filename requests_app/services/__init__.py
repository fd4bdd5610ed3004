"""Actions on requests, one function each."""

from requests_app.services.access import ask_for_links, send_code, use_code
from requests_app.services.closing import cancel_request, withdraw_consent
from requests_app.services.contact import ContactDetails, change_contact
from requests_app.services.conversation import (
    add_note,
    answer_question,
    resume_without_answer,
)
from requests_app.services.feedback import Answers, give_feedback
from requests_app.services.submission import Submission, submit_request
from requests_app.services.transitions import Actor, lock_request, transition

__all__ = [
    "Actor",
    "Answers",
    "ContactDetails",
    "Submission",
    "add_note",
    "answer_question",
    "ask_for_links",
    "cancel_request",
    "change_contact",
    "give_feedback",
    "lock_request",
    "resume_without_answer",
    "send_code",
    "submit_request",
    "transition",
    "use_code",
    "withdraw_consent",
]
