"""One example of every kind of mail, always the same, for tests/house/test_mails.py.

A new kind gets a function here that does what causes the mail, with the clock at NOW:

    @example("coaching.reminder")
    def reminded() -> None:
        planned()
        services.remind(now=NOW)

The test takes the newest mail of that kind from the outbox. A second example of a kind bears a
variant: `@example("requests.copy", "zonder-client")`. Then write down what the mail says, and read
it: `MAIL_SNAPSHOTS=write .venv/bin/pytest tests/house/test_mails.py`.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User

from coaching import services
from coaching.models import Proposal, Supporter
from coaching.services.reminders import remind, send_digest
from outbox.services import enqueue, enqueue_all
from requests_app import account_mails, letters
from requests_app.choices import State
from requests_app.mails import for_introduction, for_page_feedback
from requests_app.models import (
    AccessCode,
    ActivityDetails,
    ClientDetails,
    ConsultRequest,
    ContactChange,
    Introduction,
    LoginMail,
    PageFeedback,
)
from requests_app.notifications import for_new_request
from requests_app.services import Actor, answer_question, cancel_request, withdraw_consent
from requests_app.services.access import ask_for_links
from requests_app.services.feedback import Answers, give_feedback
from tests import factories
from tests.factories import NOW, at

Example = Callable[[], object]
EXAMPLES: dict[tuple[str, str], Example] = {}

# What may never leave in a mail. Each stands in a column of its own of the request below.
CANARIES = {
    "question": "Kanarievraag over de overstap",
    "sensitive_points": "Kanariepunt: spreekt niet over vroeger",
    "language_note": "Kanariedialect uit de bergen",
    "location_address": "Kanariestraat 5, 3000 Leuven",
    "location_directions": "Kanariebel links",
    "wished_supporter": "Kanariewens",
    "avoided_supporter": "Kanarieliever-niet",
}
CLIENT_CANARIES = {
    "name": "Amina Kanarie-Verzonnen",
    "birth_year": "1871",
    "file_reference": "KANARIE-D17",
    "home_address": "Kanarielaan 9, 3010 Kessel-Lo",
}
LANGUAGE = "kanarietaal"
KEY = uuid.UUID("00000000-0000-4000-8000-000000000042")


def example(kind: str, variant: str = "") -> Callable[[Example], Example]:
    """Register the example of a kind."""

    def keep(function: Example) -> Example:
        assert (kind, variant) not in EXAMPLES, f"{kind} {variant} has an example already"
        EXAMPLES[kind, variant] = function
        return function

    return keep


def asked(state: State = State.SUBMITTED, **fields: Any) -> ConsultRequest:
    """Return request CSO-2026-0042 in a state, full of what may not leave.

    Where there is a client, their language may not leave either.
    """
    code = LANGUAGE if fields.get("involves_client", True) else "dari"
    fields.setdefault("language", factories.make_language(code))
    supporter = fields.pop("supporter", None) or samira()
    request = factories.make_request(
        state,
        supporter=supporter if state in factories.WITH_APPOINTMENT else None,
        **{"pk": KEY, "reference": "CSO-2026-0042", **CANARIES, **fields},
    )
    for client in ClientDetails.objects.filter(request=request).order_by("pk"):
        for name, value in CLIENT_CANARIES.items():
            setattr(client, name, value)
        client.save()
    return request


def coach() -> User:
    """Return who acts at the desk."""
    return factories.make_user()


def plan(supporter: Supporter, *, days: int = 10, also: Supporter | None = None) -> services.Plan:
    """Return a talk of an hour with these CSOs."""
    further = (also.pk,) if also else ()
    return services.Plan(supporter.pk, at(days), 60, companion_ids=further)


# --- About a request: to the requester and to the coaches ---


@example("requests.copy")
@example("requests.new_notice")
def submitted() -> None:
    request = asked()
    enqueue_all(for_new_request(request), now=NOW)


@example("requests.copy", "zonder-client")
@example("requests.new_notice", "zonder-kennismaking")
def submitted_without_client() -> None:
    request = asked(tasks=["case_advice"], involves_client=False, introduced=False)
    enqueue_all(for_new_request(request), now=NOW)


@example("requests.cancelled")
@example("requests.cancelled_notice")
def cancelled() -> None:
    cancel_request(asked().pk, actor=Actor.requester(), now=NOW)


@example("requests.cancelled", "ingetrokken")
@example("requests.cancelled_notice", "ingetrokken")
@example("coaching.supporter_cancelled")
def withdrawn() -> None:
    withdraw_consent(asked(State.PLANNED).pk, actor=Actor.requester(), now=NOW)


@example("requests.access_code")
def code_asked() -> None:
    row = AccessCode.objects.create(pk=KEY, request=asked(), created_at=NOW)
    enqueue(letters.for_code(row, origin=""), now=NOW)


@example("requests.lost_links")
def links_asked() -> None:
    asked()
    factories.make_request(State.PLANNED, reference="CSO-2026-0017", supporter=samira())
    ask_for_links("noor@school.voorbeeld.be", now=NOW)


@example("requests.old_address")
@example("requests.new_address")
def address_changed() -> None:
    request = asked()
    change = ContactChange.objects.create(
        request=request, old_email="oud@school.voorbeeld.be", at=NOW
    )
    enqueue_all(letters.for_changed_address(change, origin=""), now=NOW)


@example("coaching.info_asked")
def question_asked() -> ConsultRequest:
    question = "Kanarievraag van een coach"
    return services.ask_info(asked().pk, question=question, by=coach(), now=NOW)


@example("requests.info_answered_notice")
def question_answered() -> None:
    answer_question(question_asked().pk, "Kanarieantwoord", now=NOW)


@example("requests.feedback_notice")
def feedback_given() -> None:
    answers = Answers(helped="yes", worked_well="yes", words="Kanariewoorden na het gesprek")
    give_feedback(asked(State.COMPLETED).pk, answers, now=NOW)


# --- From the desk: to the requester ---


@example("coaching.accepted")
def accepted() -> None:
    services.accept_request(asked(State.IN_REVIEW).pk, by=coach(), now=NOW)


@example("coaching.declined")
def declined() -> None:
    reason = factories.make_reason("voorbeeld")
    services.decline_request(asked(State.IN_REVIEW).pk, reason.code, by=coach(), now=NOW)


@example("coaching.declined", "met-bericht")
def declined_with_a_word() -> None:
    reason = factories.make_reason("voorbeeld")
    request = asked(State.IN_REVIEW)
    word = "Kanariebericht van de coach"
    services.decline_request(request.pk, reason.code, message=word, by=coach(), now=NOW)


@example("coaching.proposed")
def proposed() -> Proposal:
    offer = services.Offer([at(11), at(12, 10)])
    return services.propose_moments(asked(State.IN_REVIEW).pk, offer, by=coach(), now=NOW)


@example("coaching.answered_notice")
def proposal_answered() -> None:
    proposal = proposed()
    services.refuse_proposal(proposal.request_id, proposal.pk, now=NOW)


@example("coaching.planned")
@example("coaching.supporter_planned")
def planned() -> ConsultRequest:
    request = asked(State.IN_REVIEW)
    services.plan_request(request.pk, plan(samira()), by=coach(), now=NOW)
    return request


@example("coaching.moved")
@example("coaching.supporter_moved")
def moved() -> None:
    request = planned()
    same = Supporter.objects.get(first_name="Samira")
    services.move_appointment(request.pk, plan(same, days=12), by=coach(), now=NOW)


@example("coaching.released")
def released() -> None:
    services.release_appointment(planned().pk, by=coach(), now=NOW)


@example("coaching.other_supporter")
@example("coaching.other_supporter_notice")
def other_supporter_asked() -> None:
    request = planned()
    services.ask_other_supporter(request.pk, Supporter.objects.get().pk, now=NOW)


@example("coaching.reminder")
@example("coaching.supporter_reminder")
def reminded() -> None:
    request = asked(State.PLANNED, start=at(4))
    remind(now=NOW)
    assert request.pk == KEY


@example("coaching.registered")
def registered() -> None:
    request = asked(State.PLANNED, start=at(-1))
    held = services.Held(start=at(-1), end=at(-1, 15, 15))
    services.record_held(request.pk, held, by=coach(), now=NOW)


@example("coaching.not_held")
def not_held() -> None:
    request = asked(State.PLANNED, start=at(-1))
    services.record_not_held(request.pk, "client_absent", by=coach(), now=NOW)


@example("coaching.digest")
def morning() -> None:
    asked(submitted_at=NOW - timedelta(hours=2))
    factories.make_request(
        State.PLANNED, reference="CSO-2026-0017", start=at(-1), supporter=samira()
    )
    send_digest(now=NOW)


# --- Activities: to the further CSOs ---


def activity() -> ConsultRequest:
    """Return an infosession for which two CSOs are wanted."""
    request = asked(State.IN_REVIEW, tasks=["activity"], involves_client=False)
    ActivityDetails.objects.create(
        request=request,
        kind="info_session",
        theme="health",
        audience="Kanariepubliek",
        audience_size=25,
        languages=["dari"],
        supporters_wanted=2,
    )
    return request


@example("coaching.planned", "activiteit")
@example("coaching.supporter_planned", "activiteit")
@example("coaching.companion_planned")
def planned_together() -> ConsultRequest:
    request = activity()
    team = plan(samira(), also=samira("Yusuf"))
    services.plan_request(request.pk, team, by=coach(), now=NOW)
    return request


@example("coaching.companion_moved")
def moved_together() -> None:
    request = planned_together()
    first, second = Supporter.objects.order_by("first_name")
    team = plan(first, days=12, also=second)
    services.move_appointment(request.pk, team, by=coach(), now=NOW)


@example("coaching.companion_cancelled")
def released_together() -> None:
    services.release_appointment(planned_together().pk, by=coach(), now=NOW)


@example("coaching.companion_reminder")
def reminded_together() -> None:
    request = activity()
    first, second = samira(), samira("Yusuf")
    team = services.Plan(first.pk, at(4), 60, companion_ids=(second.pk,))
    services.plan_request(request.pk, team, by=coach(), now=NOW - timedelta(days=1))
    remind(now=NOW)


# --- Outside a request ---


@example("requests.introduction_copy")
@example("requests.introduction_notice")
def introduction_asked() -> None:
    factories.make_organisation()
    row = Introduction.objects.create(
        at=NOW,
        organisation_name="Jeugdhuis De Fictie",
        organisation_type_id="school",
        name="Ilse Voorbeeld",
        email="ilse@jeugdhuis.voorbeeld.be",
        phone="016 00 00 01",
        words="Kanariewoorden over iemand",
    )
    enqueue_all(for_introduction(row, origin=""), now=NOW)


@example("requests.page_feedback_notice")
def page_reported() -> None:
    row = PageFeedback.objects.create(
        at=NOW, page="/privacy/", words="Kanariewoorden op een pagina"
    )
    enqueue_all(for_page_feedback(row), now=NOW)


@example("accounts.login_code")
def login_asked() -> None:
    row = LoginMail.objects.create(
        email="noor@school.voorbeeld.be", code="KQ3M7XTB", created_at=NOW
    )
    enqueue(account_mails.for_login(row, origin=""), now=NOW)


@example("accounts.access_notice")
def access_asked() -> None:
    enqueue(account_mails.for_waiting(factories.make_contact(confirmed=False), origin=""), now=NOW)


@example("accounts.ready")
def access_given() -> None:
    enqueue(account_mails.for_ready(factories.make_contact()), now=NOW)


def samira(first_name: str = "Samira") -> Supporter:
    """Return the CSO of this name, with a fixed address."""
    known = Supporter.objects.filter(first_name=first_name).order_by("pk").first()
    return known or factories.make_supporter(
        first_name,
        languages=("dari", LANGUAGE),
        email=f"{first_name.lower()}@cso.voorbeeld.be",
    )
