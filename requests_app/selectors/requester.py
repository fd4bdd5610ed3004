"""What the requester's pages show of a request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from requests_app import rules
from requests_app.activity_rules import is_activity
from requests_app.choices import Action, ActorKind, State
from requests_app.models import ConsultRequest, ContactChange, Organisation, StatusEvent
from requests_app.models.organisation import name_key
from requests_app.selectors.consent import last_learning
from requests_app.selectors.reference import days_off, service_settings
from requests_app.states import REQUESTER_MOVES, UNDECIDED

MIN_LETTERS = 2
MAX_LETTERS = 100
MAX_NAMES = 8

ADDRESS_CHANGED = "Het e-mailadres van deze aanvraag is veranderd"
OUR_TURN = "OCMW"
YOUR_TURN = "Jij"
# Steps that the requester reads by what happened, not by the state they led to.
STEP_TITLES = {
    Action.ANSWER_INFO: "Je beantwoordde onze vraag",
    Action.RESUME: "We bespreken je aanvraag verder, zonder antwoord op onze vraag",
    Action.CHOOSE_MOMENT: "Je koos een moment, we zoeken een CSO",
    Action.CHOOSE_HELD_MOMENT: "Je koos een moment: het gesprek is ingepland",
    Action.SUGGEST_MOMENT: "Je liet weten dat onze momenten niet passen",
    Action.OTHER_SUPPORTER: "Je vroeg een andere CSO",
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
            "organisation",
            "activity",
            "language",
            "follows",
            "decline_reason",
            "consent__withdrawal",
            "consent__text_version",
            "feedback",
        )
        .annotate(learning=last_learning())
        .prefetch_related("moments", "events__message")
        .filter(pk=pk)
        .order_by()
        .first()
    )


def timeline(request: ConsultRequest) -> list[Step]:
    """Return what happened, oldest first, in the requester's words."""
    steps = [
        Step(at=event.at, title=_title(event), text=_said_by_us(event))
        for event in request.events.all()
    ]
    changes = [Step(at=change.at, title=ADDRESS_CHANGED, text="") for change in _changes(request)]
    return sorted([*steps, *changes], key=lambda step: step.at)


def _changes(request: ConsultRequest) -> Iterable[ContactChange]:
    return request.contact_changes.all()


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
        return Turn("Niemand", f"Alles is geregeld. {request.the_talk.capitalize()} is ingepland.")
    return None


def _asked_of_requester(request: ConsultRequest) -> str:
    if request.state == State.INFO_NEEDED:
        due = request.question_due
        by = f", ten laatste op {rules.in_words(due)}" if due else ""
        return f"Beantwoord onze vraag{by}."
    return "Kies een van onze momenten, of stel zelf een ander moment voor."


def question_for(request: ConsultRequest) -> str:
    """Return the question of the coaches that waits for an answer, or ""."""
    if request.state != State.INFO_NEEDED:
        return ""
    asked = [event for event in request.events.all() if event.action == Action.ASK_INFO]
    return _said_by_us(asked[-1]) if asked else ""


def overdue_questions(today: date) -> list[UUID]:
    """Return the requests whose question got no answer in time, the longest waiting first."""
    waiting = ConsultRequest.objects.filter(state=State.INFO_NEEDED, question_due__lt=today)
    return list(waiting.order_by("question_due", "pk").values_list("pk", flat=True))


def awaits_feedback(request: ConsultRequest) -> bool:
    """Tell whether the requester can still say how the talk went (R5)."""
    held = request.state == State.COMPLETED and request.client_erased_at is None
    return held and getattr(request, "feedback", None) is None


def withdrawable(request: ConsultRequest) -> bool:
    """Tell whether there is an agreement of the client that can still be withdrawn."""
    consent = getattr(request, "consent", None)
    return consent is not None and getattr(consent, "withdrawal", None) is None


def can_follow_up(request: ConsultRequest) -> bool:
    """Tell whether a further talk can be asked for (T6): once this one has its answer."""
    waits = request.state in UNDECIDED or request.state in REQUESTER_MOVES
    return not waits and not is_activity(request.tasks)


def odd_moments_of(request: ConsultRequest) -> list[str]:
    """Return why wished moments are worth a second look: a day off, an odd hour, too soon."""
    moments = [moment.start for moment in request.moments.all()]
    return [odd.warning for odd in second_looks(moments, due=request.answer_due)]


def second_looks(moments: Sequence[datetime], *, due: date) -> list[rules.OddMoment]:
    """Return which of these moments are worth a second look, when the answer comes by `due`."""
    if not moments:
        return []
    service = service_settings()
    return rules.odd_moments(
        moments,
        opens=service.opens,
        closes=service.closes,
        days_off=days_off(rules.local_date(min(moments)), rules.local_date(max(moments))),
        due=due,
    )
