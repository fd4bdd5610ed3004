"""The one way in which the state of a request changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from requests_app import rules
from requests_app.choices import Action, ActorKind, State
from requests_app.errors import StaleRequest
from requests_app.models import ConsultRequest, RequestMessage, StatFact, StatusEvent
from requests_app.states import ANSWERED, TERMINAL, next_state


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a kind, and the account where there is one."""

    kind: ActorKind
    user: User | None = None

    @classmethod
    def requester(cls) -> "Actor":
        """The holder of the requester's link."""
        return cls(ActorKind.REQUESTER)

    @classmethod
    def staff(cls, user: User) -> "Actor":
        """A member of staff."""
        return cls(ActorKind.STAFF, user)

    @classmethod
    def system(cls) -> "Actor":
        """The portal itself, on a deadline."""
        return cls(ActorKind.SYSTEM)


def lock_request(pk: UUID, *, version: int | None = None) -> ConsultRequest:
    """Return the request under a row lock; the caller holds a transaction.

    Raises StaleRequest when `version` is given and somebody changed the request since.
    """
    request = (
        ConsultRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "language")
        .get(pk=pk)
    )
    if version is not None and request.version != version:
        raise StaleRequest(who_was_faster(request))
    return request


def who_was_faster(request: ConsultRequest) -> str:
    """Tell who changed a request last and when, for whoever looked at an older version."""
    last = request.events.select_related("by").order_by("-version")[0]
    who = last.by.get_full_name() or last.by.username if last.by else last.get_actor_display()
    wall = last.at.astimezone(rules.BRUSSELS)
    return (
        f"Deze aanvraag is intussen veranderd: {who} was je voor"
        f" ({last.get_action_display().lower()}, {wall:%d/%m/%Y} om {wall:%H.%M} uur)."
        " Er is niets overschreven. Bekijk de aanvraag opnieuw."
    )


def transition(
    request: ConsultRequest,
    action: Action,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> StatusEvent:
    """Move a locked request along the table and write the event.

    `changes` are further fields of the request that belong to the step. Raises IllegalTransition.
    """
    from_state = State(request.state)
    request.state = next_state(request.state, action)
    request.version += 1
    fields = {"state", "version"}
    for name, value in (changes or {}).items():
        setattr(request, name, value)
        fields.add(name)
    if request.question_due is not None and "question_due" not in fields:
        request.question_due = None
        fields.add("question_due")
    if request.state in ANSWERED and request.answered_at is None:
        request.answered_at = now
        fields.add("answered_at")
    if request.state in TERMINAL and request.closed_at is None:
        request.closed_at = now
        fields.add("closed_at")
    if actor.user is not None and request.coach_id is None:
        request.coach = actor.user
        fields.add("coach")
    request.save(update_fields=fields)
    return StatusEvent.objects.create(
        request=request,
        at=now,
        action=action,
        from_state=from_state,
        to_state=request.state,
        actor=actor.kind,
        by=actor.user,
        reason=reason,
        version=request.version,
    )


def say(event: StatusEvent, body: str) -> RequestMessage | None:
    """Keep the words that go with a step, encrypted and erasable; nothing when there are none."""
    if not body:
        return None
    return RequestMessage.objects.create(
        request=event.request, event=event, at=event.at, actor=event.actor, by=event.by, body=body
    )


def count_outcome(
    request: ConsultRequest, *, reason: str = "", minutes: int | None = None
) -> StatFact:
    """Keep the figure of a request that ended, without anything that leads to a person."""
    day = rules.local_date(request.first_moment)
    answered = request.answered_at and rules.local_date(request.answered_at)
    return StatFact.objects.create(
        week=rules.monday_of(day),
        outcome=request.state,
        reason=reason,
        language_code=request.language_id,
        organisation_type=request.organisation.type_id,
        tasks=request.tasks,
        minutes=minutes,
        answered_in_time=answered <= request.answer_due if answered else None,
    )
