"""Proposing other moments, and what the requester answers."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from coaching import notifications, rules
from coaching.errors import StaleProposal
from coaching.models import Appointment, AppointmentCompanion, Proposal, ProposedMoment, Supporter
from coaching.services import booking
from coaching.services.agreement import Waiver, check_agreement
from coaching.services.planning import waiver_of
from coaching.services.supporter_choice import exclude
from coaching.states import AppointmentState, ProposalState
from outbox.services import enqueue_all
from requests_app.choices import Action
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest, StatusEvent
from requests_app.rules import moment_in_words
from requests_app.services import Actor, lock_request, transition
from requests_app.services.moments import replace_moments
from requests_app.services.transitions import say

ANSWERED = (
    "Dit voorstel is intussen beantwoord of vervangen. Hieronder staat hoe het er nu voor staat."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The moments to propose (aware), and the CSO who is held for them."""

    starts: Sequence[datetime]
    supporter_id: int | None = None


@retried
@transaction.atomic
def propose_moments(
    pk: UUID, offer: Offer, *, by: User, now: datetime, version: int | None = None
) -> Proposal:
    """Propose one to three other moments; hold a CSO for them where one is named (L6).

    A meeting that was planned keeps its place until the requester answers.
    """
    supporter = booking.lock_supporter(offer.supporter_id) if offer.supporter_id else None
    request = lock_request(pk, version=version)
    transition(request, Action.PROPOSE, actor=Actor.staff(by), now=now)
    booking.check_not_started(request, now=now)
    rules.check_proposed(offer.starts, now=now)
    proposal = Proposal.objects.create(
        request=request, supporter=supporter, made_at=now, made_by=by
    )
    length = timedelta(minutes=request.duration_minutes)
    ProposedMoment.objects.bulk_create(
        ProposedMoment(proposal=proposal, start=start, end=start + length) for start in offer.starts
    )
    if supporter is not None:
        booking.check_fits(supporter, request, offer.starts, minutes=request.duration_minutes)
        _waiver(request, min(offer.starts))
        booking.hold(proposal, supporter, offer.starts)
    enqueue_all(notifications.for_proposal(proposal), now=now)
    return proposal


@retried
@transaction.atomic
def choose_moment(
    pk: UUID,
    moment_id: int,
    *,
    other_supporter: bool = False,
    message: str = "",
    now: datetime,
) -> ConsultRequest:
    """Let the requester choose a proposed moment, and say that another CSO would be better (N7).

    With a CSO held for it the talk is planned at once; otherwise, or when something came in
    between, the coaches plan it. Raises StaleProposal.
    """
    moment = _moment(pk, moment_id)
    team = _lock_team(pk, moment.proposal.supporter_id)
    supporter = team[0] if team else None
    request = lock_request(pk)
    proposal = _still_open(moment.proposal)
    rules.check_in_future(moment.start, now=now)
    if other_supporter:
        _let_go(request, proposal, now=now)
        supporter = None
    waiver, supporter = _may_plan(request, moment, supporter)
    action = Action.CHOOSE_HELD_MOMENT if supporter else Action.CHOOSE_MOMENT
    event = transition(request, action, actor=Actor.requester(), now=now)
    say(event, message)
    _answer(proposal, ProposalState.CHOSEN, event, chosen=moment.start)
    if supporter is None:
        cancelled = booking.drop_plans(request, event)
        enqueue_all(notifications.for_answered(request, event, cancelled), now=now)
        return request
    _book(request, moment, team, event, waiver)
    return request


@retried
@transaction.atomic
def refuse_proposal(
    pk: UUID,
    proposal_id: int,
    *,
    starts: Sequence[datetime] = (),
    message: str = "",
    other_supporter: bool = False,
    now: datetime,
) -> ConsultRequest:
    """Let the requester say that none of the moments fits, and which ones do; the coaches look on.

    Own moments take the place of the earlier wishes, under the rules of asking (L1). A meeting that
    was planned before is off. Raises StaleProposal, and RuleViolation for a moment that cannot be.
    """
    request = lock_request(pk)
    proposal = _still_open(_proposal(pk, proposal_id))
    event = transition(request, Action.SUGGEST_MOMENT, actor=Actor.requester(), now=now)
    before = replace_moments(request, starts, now=now) if starts else []
    say(event, _in_words(message, starts, before))
    if other_supporter:
        _let_go(request, proposal, now=now)
    _answer(proposal, ProposalState.REFUSED, event)
    cancelled = booking.drop_plans(request, event)
    enqueue_all(notifications.for_answered(request, event, cancelled), now=now)
    return request


def _in_words(message: str, own: Sequence[datetime], before: Sequence[datetime]) -> str:
    """Return what the coaches read in the history: the words, the new wishes and the old ones.

    The rows hold the new wishes only.
    """
    lines = [message] if message else []
    if own:
        lines.append("Kan wel: " + "; ".join(map(moment_in_words, own)) + ".")
        lines.append("Eerst gevraagd: " + "; ".join(map(moment_in_words, before)) + ".")
    return "\n".join(lines)


def _let_go(request: ConsultRequest, proposal: Proposal, *, now: datetime) -> None:
    """Exclude the CSO who was held for a proposal, where there was one."""
    if proposal.supporter_id is not None:
        exclude(request, proposal.supporter_id, now=now)


def _lock_team(pk: UUID, held: int | None) -> list[Supporter]:
    """Return the CSO who is held for a proposal and who went along so far, under row locks."""
    if held is None:
        return []
    along = AppointmentCompanion.objects.filter(
        appointment__request=pk, appointment__state=AppointmentState.CONFIRMED
    )
    keys = along.exclude(supporter=held).order_by("supporter").values_list("supporter", flat=True)
    team = [held, *keys]
    locked = booking.lock_supporters(team)
    return [locked[key] for key in team]


def _who_can_too(
    others: Sequence[Supporter], request: ConsultRequest, moment: ProposedMoment
) -> list[Supporter]:
    """Return who goes along to the chosen moment too: nobody but the first CSO was held for it."""
    found = []
    for supporter in others:
        with suppress(RuleViolation):
            booking.check_fits(supporter, request, [moment.start], minutes=request.duration_minutes)
            found.append(supporter)
    return found


def _moment(pk: UUID, moment_id: int) -> ProposedMoment:
    moments = ProposedMoment.objects.select_related("proposal")
    moment = moments.filter(pk=moment_id, proposal__request=pk).first()
    if moment is None:
        raise RuleViolation("Kies een van de momenten.", field="answer")
    return moment


def _proposal(pk: UUID, proposal_id: int) -> Proposal:
    proposal = Proposal.objects.filter(pk=proposal_id, request=pk).first()
    if proposal is None:
        raise StaleProposal(ANSWERED)
    return proposal


def _still_open(proposal: Proposal) -> Proposal:
    """Read a proposal again, now that its request is locked."""
    proposal.refresh_from_db(fields=["state"])
    if proposal.state != ProposalState.OPEN:
        raise StaleProposal(ANSWERED)
    return proposal


def _may_plan(
    request: ConsultRequest, moment: ProposedMoment, supporter: Supporter | None
) -> tuple[Waiver | None, Supporter | None]:
    """Return the waiver and the CSO with whom the talk can be planned right now, if any.

    What came in between (an agreement that is due now, a CSO who stopped) is for the coaches to
    solve: the requester's choice stands.
    """
    if supporter is None:
        return None, None
    try:
        booking.check_fits(supporter, request, [moment.start], minutes=request.duration_minutes)
        return _waiver(request, moment.start), supporter
    except RuleViolation:
        return None, None


def _waiver(request: ConsultRequest, start: datetime) -> Waiver | None:
    appointment = booking.appointment_of(request)
    known = waiver_of(appointment) if appointment else None
    return known or check_agreement(request, start)


def _answer(
    proposal: Proposal,
    state: ProposalState,
    event: StatusEvent,
    *,
    chosen: datetime | None = None,
) -> None:
    proposal.state = state
    proposal.answered_at = event.at
    proposal.chosen_start = chosen
    proposal.save(update_fields=["state", "answered_at", "chosen_start"])


def _book(
    request: ConsultRequest,
    moment: ProposedMoment,
    team: Sequence[Supporter],
    event: StatusEvent,
    waiver: Waiver | None,
) -> None:
    """Turn the held time into the appointment; the quarters are the CSO's own until here.

    Further CSOs of an activity stay where they can; the others are told that they are free.
    """
    appointment = booking.appointment_of(request) or Appointment(request=request)
    moved = appointment.is_live and not appointment._state.adding
    before = appointment.versions.select_related("supporter").latest("sequence") if moved else None
    appointment.supporter = team[0]
    # The page on which the moment was chosen names the CSO and asks about it (N7).
    appointment.supporter_accepted_at = event.at
    appointment.start, appointment.end = moment.start, moment.end
    appointment.agreement_waived_by = waiver.by if waiver else None
    appointment.agreement_waived_reason = waiver.reason if waiver else ""
    written = booking.book(request, event, appointment, _who_can_too(team[1:], request, moment))
    mails = notifications.for_planned(written)
    if before is not None:
        mails = notifications.for_moved(written, before)
    enqueue_all([*mails, *notifications.for_answered(request, event)], now=event.at)
