"""Planning a talk, moving it, and letting the CSO go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from coaching import notifications, rules
from coaching.models import Appointment, Supporter
from coaching.rules import ALONG
from coaching.services import booking
from coaching.services.agreement import Waiver, check_agreement
from coaching.services.supporter_choice import accepted_still
from outbox.services import enqueue_all
from requests_app.activity_rules import is_activity
from requests_app.choices import Action
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest
from requests_app.rules import check_duration
from requests_app.services import Actor, lock_request, transition


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes, when (aware), for how many minutes; and why without an agreement, where needed.

    `companion_ids` are the further CSOs of an activity (I1).
    """

    supporter_id: int
    start: datetime
    minutes: int
    waive_reason: str = ""
    companion_ids: Sequence[int] = ()


@retried
@transaction.atomic
def plan_request(
    pk: UUID, plan: Plan, *, by: User, now: datetime, version: int | None = None
) -> Appointment:
    """Plan the talk with a CSO who speaks the language and is free, and tell everybody.

    Coaches may plan within the lead time: that week is the rule for who asks. Never in the past.
    Raises IllegalTransition, StaleRequest, SupporterTaken, AgreementMissing, RuleViolation.
    """
    team = _lock_team(plan)
    request = lock_request(pk, version=version)
    event = transition(request, Action.PLAN, actor=Actor.staff(by), now=now)
    _check(request, team, plan, now=now)
    waiver = check_agreement(request, plan.start, waive_reason=plan.waive_reason, by=by)
    appointment = booking.appointment_of(request) or Appointment(request=request)
    _fill(appointment, team[0], plan, waiver)
    written = booking.book(request, event, appointment, team[1:])
    enqueue_all(notifications.for_planned(written), now=now)
    return appointment


@retried
@transaction.atomic
def move_appointment(
    pk: UUID, plan: Plan, *, by: User, now: datetime, version: int | None = None
) -> Appointment:
    """Move a planned talk to another moment, another CSO, or both, under the rules of planning."""
    team = _lock_team(plan)
    request = lock_request(pk, version=version)
    event = transition(request, Action.MOVE, actor=Actor.staff(by), now=now)
    appointment = Appointment.objects.select_related("supporter").get(request=request)
    rules.check_not_started(appointment.start, now=now)
    _check(request, team, plan, now=now)
    waiver = waiver_of(appointment) or check_agreement(
        request, plan.start, waive_reason=plan.waive_reason, by=by
    )
    before = appointment.versions.select_related("supporter").latest("sequence")
    _fill(appointment, team[0], plan, waiver)
    if (before.supporter, before.start, before.end, sorted(before.companions)) == (
        appointment.supporter,
        appointment.start,
        appointment.end,
        sorted(companion.pk for companion in team[1:]),
    ):
        raise RuleViolation("Er verandert niets. Kies een ander moment of een andere CSO.")
    written = booking.book(request, event, appointment, team[1:])
    enqueue_all(notifications.for_moved(written, before), now=now)
    return appointment


@retried
@transaction.atomic
def release_appointment(
    pk: UUID, *, by: User, now: datetime, version: int | None = None
) -> ConsultRequest:
    """Let the CSO who falls away go: the time is free again and the search reopens."""
    request = lock_request(pk, version=version)
    event = transition(request, Action.RELEASE, actor=Actor.staff(by), now=now)
    booking.check_not_started(request, now=now)
    cancelled = booking.drop_plans(request, event)
    enqueue_all(notifications.for_released(request, event, cancelled), now=now)
    return request


def waiver_of(appointment: Appointment) -> Waiver | None:
    """Return the waiver that an appointment was planned under."""
    if appointment.agreement_waived_by is None:
        return None
    return Waiver(appointment.agreement_waived_by, appointment.agreement_waived_reason)


def _lock_team(plan: Plan) -> list[Supporter]:
    """Return everybody who goes, the first CSO in front, under row locks."""
    rules.check_companions(plan.supporter_id, plan.companion_ids)
    locked = booking.lock_supporters([plan.supporter_id, *plan.companion_ids])
    return [locked[pk] for pk in (plan.supporter_id, *plan.companion_ids)]


def _check(
    request: ConsultRequest, team: Sequence[Supporter], plan: Plan, *, now: datetime
) -> None:
    check_duration(plan.minutes)
    rules.check_in_future(plan.start, now=now)
    booking.check_fits(team[0], request, [plan.start], minutes=plan.minutes)
    if team[1:] and not is_activity(request.tasks):
        raise RuleViolation("Alleen bij een activiteit gaat meer dan één CSO mee.", field=ALONG)
    for companion in team[1:]:
        try:
            booking.check_fits(companion, request, [plan.start], minutes=plan.minutes)
        except RuleViolation as violation:
            named = f"{companion.first_name}: {violation.message}"
            raise type(violation)(named, field=ALONG) from violation


def _fill(
    appointment: Appointment, supporter: Supporter, plan: Plan, waiver: Waiver | None
) -> None:
    appointment.supporter_accepted_at = accepted_still(appointment, supporter)
    appointment.supporter = supporter
    appointment.start = plan.start
    appointment.end = plan.start + timedelta(minutes=plan.minutes)
    appointment.agreement_waived_by = waiver.by if waiver else None
    appointment.agreement_waived_reason = waiver.reason if waiver else ""
