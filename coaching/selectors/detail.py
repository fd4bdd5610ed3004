"""One request on one screen, in a handful of statements whatever its history."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value

from coaching.models import Appointment, DeskRequest, ProposedMoment, Supporter
from coaching.rules import Flag
from coaching.selectors.companions import companions_of
from coaching.selectors.queue import (
    Talks,
    answer_words,
    flags_of,
    languages_asked,
    talks_of,
    with_talks,
)
from coaching.selectors.supporters import Candidate, candidates
from coaching.states import ProposalState
from requests_app import rules
from requests_app.models import (
    ContactChange,
    InternalNote,
    PreferredMoment,
    StatusEvent,
    TalkFeedback,
)
from requests_app.selectors import Proof, last_learning, proof_of
from requests_app.selectors.activities import activity_of, activity_rows

# Of one moment that is several of these, the last is what it is now.
MEANING = WISH, PROPOSED, CHOSEN, MEETING = "wens", "voorstel", "gekozen", "afspraak"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that matters to the request, and what it is."""

    start: datetime
    kind: str

    @property
    def local_start(self) -> datetime:
        """Return the start on the Brussels clock."""
        return self.start.astimezone(rules.BRUSSELS)

    @property
    def value(self) -> str:
        """Return the moment as a form field carries it."""
        return self.start.isoformat()


@dataclass(frozen=True, slots=True)
class Detail:
    """All that the screen of a request shows."""

    request: DeskRequest
    appointment: Appointment | None
    companions: list[Supporter]
    languages: str
    activity_rows: list[tuple[str, str]]
    moments: list[Moment]
    ahead: list[Moment]
    candidates: list[Candidate]
    talks: Talks
    flags: tuple[Flag, ...]
    answer: str
    events: QuerySet[StatusEvent]
    notes: QuerySet[InternalNote]
    feedback: TalkFeedback | None
    proof: Proof | None


def desk_request(pk: UUID, *, now: datetime) -> DeskRequest | None:
    """Return a request with what every page of the desk shows of it; one statement."""
    changed = Exists(ContactChange.objects.filter(request=OuterRef("pk")))
    requests = DeskRequest.objects.annotate(address_changed=changed).select_related(
        "activity",
        "organisation__type",
        "language",
        "coach",
        "follows",
        "decline_reason",
        "consent__withdrawal",
        "consent__text_version",
        "feedback",
        "appointment__supporter",
        "appointment__consultation",
        "appointment__agreement_waived_by",
    )
    found: DeskRequest | None = (
        with_talks(requests, today=rules.local_date(now))
        .annotate(learning=last_learning())
        .filter(pk=pk)
        .order_by()
        .first()
    )
    return found


def detail_of(request: DeskRequest, *, now: datetime) -> Detail:
    """Collect the screen of a request that `desk_request` returned."""
    today = rules.local_date(now)
    moments = moments_of(request)
    ahead = [moment for moment in moments if moment.start > now]
    appointment = getattr(request, "appointment", None)
    activity = activity_of(request)
    return Detail(
        request=request,
        appointment=appointment,
        companions=companions_of(request, appointment),
        languages=" of ".join(languages_asked(request)),
        activity_rows=activity_rows(activity) if activity else [],
        moments=moments,
        ahead=ahead,
        candidates=candidates_for(request, ahead),
        talks=talks_of(request, today=today),
        flags=flags_of(request, [moment.start for moment in ahead], today=today),
        answer=answer_words(request, today=today),
        events=request.events.select_related("message", "by").order_by("-version"),
        notes=request.notes.select_related("by").order_by("-at", "pk"),
        feedback=getattr(request, "feedback", None),
        proof=proof_of(request),
    )


def candidates_for(request: DeskRequest, ahead: list[Moment]) -> list[Candidate]:
    """Return who can do the moments to come; nobody is looked for once a request is closed."""
    if not request.is_open:
        return []
    starts = [moment.start for moment in ahead]
    return candidates(request, starts, minutes=request.duration_minutes)


def moments_of(request: DeskRequest) -> list[Moment]:
    """Return wished, proposed, chosen and planned moments, each once, in order. One statement."""
    wishes = PreferredMoment.objects.filter(request=request.pk).values_list(
        "start", Value(WISH, CharField())
    )
    open_now = ProposedMoment.objects.filter(
        proposal__request=request.pk, proposal__state=ProposalState.OPEN
    ).values_list("start", Value(PROPOSED, CharField()))
    chosen = request.proposals.filter(state=ProposalState.CHOSEN).values_list(
        F("chosen_start"), Value(CHOSEN, CharField())
    )
    rows = wishes.order_by().union(open_now.order_by(), chosen.order_by(), all=True)
    found = dict(sorted(rows, key=lambda row: (row[0], MEANING.index(row[1]))))
    appointment = getattr(request, "appointment", None)
    if appointment is not None and appointment.is_live:
        found[appointment.start] = MEETING
    return [Moment(start, kind) for start, kind in sorted(found.items())]
