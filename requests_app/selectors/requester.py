"""What the requester's pages show of a request."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from requests_app import rules
from requests_app.choices import Action, ActorKind, State
from requests_app.models import ConsultRequest, Organisation, StatusEvent
from requests_app.models.organisation import name_key
from requests_app.selectors.reference import days_off, service_settings
from requests_app.states import REQUESTER_MOVES, UNDECIDED

MIN_LETTERS = 2
MAX_LETTERS = 100
MAX_NAMES = 8

OUR_TURN = "OCMW"
YOUR_TURN = "Jij"
# Steps that the requester reads by what happened, not by the state they led to.
STEP_TITLES = {
    Action.MOVE: "Verplaatst naar een ander moment",
    Action.RELEASE: "De CSO kan niet meer, we zoeken een andere",
    Action.WITHDRAW_CONSENT: "Geannuleerd: akkoord van de cliënt ingetrokken",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is to move, and what is expected."""

    who: str
    what: str


def known_names(part: str) -> list[str]:
    """Return up to eight names of checked organisations that contain `part`."""
    key = name_key(part)
    if not MIN_LETTERS <= len(key) <= MAX_LETTERS:
        return []
    checked = Organisation.objects.filter(checked_on__isnull=False, name_key__contains=key)
    return list(checked.order_by("name").values_list("name", flat=True)[:MAX_NAMES])


def request_of_submission(token: UUID) -> ConsultRequest | None:
    """Return the request that was made with this one-time token."""
    return ConsultRequest.objects.filter(submission_token=token).order_by().first()


def request_for_requester(pk: UUID) -> ConsultRequest | None:
    """Return a request with all that its requester's page shows, and nothing of the client."""
    return (
        ConsultRequest.objects.select_related(
            "organisation", "language", "decline_reason", "consent__withdrawal"
        )
        .prefetch_related("moments", "events__message")
        .filter(pk=pk)
        .order_by()
        .first()
    )


def timeline(request: ConsultRequest) -> list[Step]:
    """Return what happened, oldest first, in the requester's words."""
    return [
        Step(at=event.at, title=_title(event), text=_said_by_us(event))
        for event in request.events.all()
    ]


def _title(event: StatusEvent) -> str:
    action = Action(event.action)
    return STEP_TITLES.get(action, State(event.to_state).requester_label)


def _said_by_us(event: StatusEvent) -> str:
    message = getattr(event, "message", None)
    return message.body if message and message.actor == ActorKind.STAFF else ""


def turn(request: ConsultRequest, *, today: date) -> Turn | None:
    """Return who is to move now; None when the request is at an end."""
    if request.state in UNDECIDED:
        if today > request.answer_due:
            return Turn(OUR_TURN, "Ons antwoord laat op zich wachten. Sorry. Bel of mail ons.")
        return Turn(OUR_TURN, f"Antwoord ten laatste op {rules.in_words(request.answer_due)}.")
    if request.state in REQUESTER_MOVES:
        return Turn(YOUR_TURN, _asked_of_requester(request))
    if request.state == State.ACCEPTED:
        return Turn(OUR_TURN, "We zoeken een CSO. Je krijgt een mail zodra die er is.")
    if request.state == State.PLANNED:
        return Turn("Niemand", "Alles is geregeld. Het gesprek staat ingepland.")
    return None


def _asked_of_requester(request: ConsultRequest) -> str:
    if request.state == State.INFO_NEEDED:
        return "Antwoord op onze vraag. Ze staat in het verloop hieronder."
    return "Kies een van onze momenten, of stel zelf een ander moment voor."


def withdrawable(request: ConsultRequest) -> bool:
    """Tell whether there is an agreement of the client that can still be withdrawn."""
    consent = getattr(request, "consent", None)
    return consent is not None and getattr(consent, "withdrawal", None) is None


def odd_moments_of(request: ConsultRequest) -> list[str]:
    """Return a warning for each wished moment outside the usual hours or on a day off."""
    moments = [moment.start for moment in request.moments.all()]
    if not moments:
        return []
    service = service_settings()
    odd = rules.odd_moments(
        moments,
        opens=service.opens,
        closes=service.closes,
        days_off=days_off(rules.local_date(min(moments)), rules.local_date(max(moments))),
    )
    return [found.warning for found in odd]
