"""Actions on requests, one function each."""

from requests_app.services.access import ask_for_links, send_code, use_code
from requests_app.services.closing import cancel_request, withdraw_consent
from requests_app.services.contact import ContactDetails, change_contact, confirm_address
from requests_app.services.conversation import (
    add_note,
    answer_question,
    resume_without_answer,
)
from requests_app.services.feedback import Answers, give_feedback
from requests_app.services.learning import give_learning, withdraw_learning
from requests_app.services.sheets import copy_sheet, review_sheet
from requests_app.services.submission import Submission, submit_request
from requests_app.services.transitions import Actor, lock_request, transition
from requests_app.services.voices import (
    ask_introduction,
    mark_feedback_handled,
    mark_introduced,
    report_page,
)

__all__ = [
    "Actor",
    "Answers",
    "ContactDetails",
    "Submission",
    "add_note",
    "answer_question",
    "ask_for_links",
    "ask_introduction",
    "cancel_request",
    "change_contact",
    "confirm_address",
    "copy_sheet",
    "give_feedback",
    "give_learning",
    "lock_request",
    "mark_feedback_handled",
    "mark_introduced",
    "report_page",
    "resume_without_answer",
    "review_sheet",
    "send_code",
    "submit_request",
    "transition",
    "use_code",
    "withdraw_consent",
    "withdraw_learning",
]
