"""A request that does not exist: what a mail looks like, without anybody's data in it (M5)."""

from datetime import date, time
from uuid import UUID

from requests_app import rules
from requests_app.choices import LocationKind, State, Task
from requests_app.models import ConsultRequest, DeclineReason, Language, Organisation

# Of nobody: a link made from it opens nothing.
KEY = UUID(int=0)
ASKED_ON = date(2026, 11, 20)
TALK_ON = date(2026, 12, 1)
ANSWER_DUE = date(2026, 11, 27)


def invented_request() -> ConsultRequest:
    """Return a request that was never saved, with what every mail shows."""
    talk = rules.brussels_moment(TALK_ON, time(14))
    return ConsultRequest(
        pk=KEY,
        reference="CSO-2026-0042",
        organisation=Organisation(name="Basisschool De Fictie"),
        requester_name="Noor Voorbeeld",
        requester_email="noor@school.voorbeeld.be",
        requester_phone="016 00 00 00",
        introduced=True,
        tasks=[Task.CONSULT_MOTHER_TONGUE],
        involves_client=True,
        language=Language(name="Frans"),
        location_kind=LocationKind.ORGANISATION,
        first_moment=talk,
        state=State.SUBMITTED,
        submitted_at=rules.brussels_moment(ASKED_ON, time(10)),
        answer_due=ANSWER_DUE,
        respond_by=ANSWER_DUE,
        question_due=ANSWER_DUE,
        decline_reason=DeclineReason(
            name="Geen CSO",
            text="We vinden geen CSO die deze taal spreekt.",
            next_step="Vraag een sociaal tolk aan.",
        ),
    )
