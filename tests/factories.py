"""Rows to start a test from: plain functions, each builds what is legal and nothing more.

Moments are relative to NOW, a Friday morning; a test that uses the real clock passes `now`.
Reference data is made where it is missing: a flush between two tests takes the migrations' away.
"""

import itertools
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group, User

from billing.models import Agreement, Tariff
from billing.states import AgreementState
from coaching import rules as planning
from coaching.models import (
    Appointment,
    AppointmentVersion,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
    Supporter,
    SupporterLanguage,
)
from coaching.states import AppointmentState, Outcome
from requests_app import rules
from requests_app.choices import Action, ActorKind, State
from requests_app.models import (
    ActivityDetails,
    ClientDetails,
    Consent,
    ConsentText,
    ConsultRequest,
    ContactPerson,
    DeclineReason,
    Language,
    Organisation,
    OrganisationType,
    PreferredMoment,
    ServiceSettings,
    StatusEvent,
)
from requests_app.states import ANSWERED, TERMINAL

NOW = rules.brussels_moment(date(2026, 11, 20), time(10, 0))
CLIENT_NAME = "Amina Verzonnen-Kanarie"
NUMBERS = itertools.count(1)
TASKS = ("consult_mother_tongue", "explain_differences")
PATHS: dict[State, Sequence[tuple[Action, State]]] = {
    State.SUBMITTED: [],
    State.IN_REVIEW: [(Action.TAKE, State.IN_REVIEW)],
    State.INFO_NEEDED: [(Action.ASK_INFO, State.INFO_NEEDED)],
    State.ALTERNATIVE_PROPOSED: [(Action.PROPOSE, State.ALTERNATIVE_PROPOSED)],
    State.ACCEPTED: [(Action.TAKE, State.IN_REVIEW), (Action.ACCEPT, State.ACCEPTED)],
    State.PLANNED: [(Action.TAKE, State.IN_REVIEW), (Action.PLAN, State.PLANNED)],
    State.COMPLETED: [
        (Action.TAKE, State.IN_REVIEW),
        (Action.PLAN, State.PLANNED),
        (Action.COMPLETE, State.COMPLETED),
    ],
    State.NOT_HELD: [
        (Action.TAKE, State.IN_REVIEW),
        (Action.PLAN, State.PLANNED),
        (Action.RECORD_NOT_HELD, State.NOT_HELD),
    ],
    State.DECLINED: [(Action.DECLINE, State.DECLINED)],
    State.CANCELLED: [(Action.CANCEL, State.CANCELLED)],
    State.EXPIRED: [(Action.ASK_INFO, State.INFO_NEEDED), (Action.EXPIRE, State.EXPIRED)],
}
WITH_APPOINTMENT = {State.PLANNED, State.COMPLETED, State.NOT_HELD}
ENDS = {State.COMPLETED: AppointmentState.DONE, State.NOT_HELD: AppointmentState.NOT_HELD}


def at(days: int, hour: int = 14, minute: int = 0, *, now: datetime = NOW) -> datetime:
    """Return a Brussels wall-clock moment so many days from `now`, as an aware UTC datetime."""
    return rules.brussels_moment(rules.local_date(now) + timedelta(days=days), time(hour, minute))


def make_user(username: str = "coach", *, group: str = "coach", **fields: Any) -> User:
    """Return a member of staff in a group; the same name twice is the same person."""
    user, made = User.objects.get_or_create(
        username=username,
        defaults={"is_staff": True, "email": f"{username}@ocmw.voorbeeld.be", **fields},
    )
    if made and group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def make_organisation(name: str = "Basisschool De Fictie", **fields: Any) -> Organisation:
    """Return the organisation of that name."""
    kind, _ = OrganisationType.objects.get_or_create(code="school", defaults={"name": "School"})
    defaults = {"type": kind, "postcode": "3000", "city": "Leuven", **fields}
    return Organisation.objects.get_or_create(name=name, defaults=defaults)[0]


def make_contact(
    email: str = "noor@school.voorbeeld.be",
    *,
    organisation: Organisation | None = None,
    confirmed: bool = True,
    **fields: Any,
) -> ContactPerson:
    """Return who speaks for an organisation; one who is not confirmed still waits for a coach."""
    user, _ = User.objects.get_or_create(
        username=f"contact-{email}", defaults={"email": email, "password": "!zonder"}
    )
    place = organisation or make_organisation()
    defaults: dict[str, Any] = {
        "name": "Noor Voorbeeld",
        "function": "zorgleerkracht",
        "phone": "016 00 00 00",
        "organisation_name": place.name,
        "asked_at": NOW,
    }
    if confirmed:
        known = {"organisation": place, "confirmed_at": NOW, "confirmed_by": make_user()}
        defaults.update(known)
    return ContactPerson.objects.create(user=user, **{**defaults, **fields})


def make_language(code: str = "dari") -> Language:
    """Return a language of the list."""
    return Language.objects.get_or_create(code=code, defaults={"name": code.capitalize()})[0]


def make_reason(code: str = "geen-cso") -> DeclineReason:
    """Return a reason to decline."""
    words = {"name": "Geen CSO", "text": "We vinden geen CSO.", "next_step": "Vraag een tolk."}
    return DeclineReason.objects.get_or_create(code=code, defaults=words)[0]


def make_tariff() -> Tariff:
    """Return the tariff of the service page."""
    return Tariff.objects.get_or_create(
        valid_from=date(2019, 1, 1), defaults={"decision_reference": "besluit"}
    )[0]


def make_agreement(organisation: Organisation, *, signed_on: date = date(2026, 1, 5)) -> Agreement:
    """Return a signed agreement that runs."""
    return Agreement.objects.create(
        organisation=organisation,
        state=AgreementState.SIGNED,
        signed_on=signed_on,
        signatory_name="An Directeur",
        created_at=NOW,
    )


def make_supporter(
    first_name: str = "Samira", *, languages: Sequence[str] = ("dari",), **fields: Any
) -> Supporter:
    """Return a CSO who can be planned: active, confidential, speaks the languages."""
    supporter = Supporter.objects.create(
        **{
            "first_name": first_name,
            "last_name": "Verzonnen",
            "email": f"{first_name.lower()}-{uuid.uuid4().hex[:6]}@cso.voorbeeld.be",
            "confidentiality_signed_on": date(2025, 1, 1),
            **fields,
        }
    )
    for code in languages:
        SupporterLanguage.objects.create(supporter=supporter, language=make_language(code))
    return supporter


def make_request(
    state: State = State.SUBMITTED,
    *,
    now: datetime = NOW,
    start: datetime | None = None,
    supporter: Supporter | None = None,
    held_for_proposal: bool = False,
    **fields: Any,
) -> ConsultRequest:
    """Return a request in a state, with every row that belongs to it.

    `start` is its wish, and its meeting where it has one: ten days ahead, or in the past for a
    talk that is over. A planned one has a CSO, an open proposal holds one when asked.
    """
    ServiceSettings.objects.get_or_create(pk=1)
    make_tariff()
    over = state in ENDS
    start = start or at(-3 if over else 10, now=now)
    request = _insert(
        state, start, submitted=now - timedelta(days=20 if over else 2), fields=fields
    )
    _insert_client(request)
    PreferredMoment.objects.create(request=request, position=1, start=start)
    events = _insert_events(request, state)
    if state in WITH_APPOINTMENT:
        make_appointment(request, start, supporter or make_supporter(), event=events[-1])
    if state == State.ALTERNATIVE_PROPOSED:
        held = supporter or (make_supporter() if held_for_proposal else None)
        make_proposal(request, [start, start + timedelta(days=1)], held)
    return request


def make_activity(
    state: State = State.SUBMITTED, *, languages: Sequence[str] = ("dari", "somali"), **fields: Any
) -> ConsultRequest:
    """Return an infosession in two languages, for which two CSOs are wished."""
    request = make_request(
        state,
        tasks=["activity"],
        involves_client=False,
        language=make_language(languages[0]),
        **fields,
    )
    ActivityDetails.objects.create(
        request=request,
        kind="info_session",
        theme="health",
        audience="ouders van de eerste graad",
        audience_size=25,
        languages=list(languages),
        supporters_wanted=2,
    )
    return request


def _insert(
    state: State, start: datetime, *, submitted: datetime, fields: dict[str, Any]
) -> ConsultRequest:
    day = rules.local_date(submitted)
    later = submitted + timedelta(days=1)
    return ConsultRequest.objects.create(
        **{
            "organisation": fields.pop("organisation", None) or make_organisation(),
            # Octal, so that no reference holds the client's year of birth by accident.
            "reference": f"CSO-{day.year}-{next(NUMBERS):08o}",
            "requester_name": "Noor Voorbeeld",
            "requester_email": "noor@school.voorbeeld.be",
            "requester_phone": "016 00 00 00",
            "introduced": True,
            "tasks": list(TASKS),
            "involves_client": True,
            "language": make_language(),
            "question": "Hoe verloopt de overstap?",
            "sensitive_points": "Spreekt niet over vroeger.",
            "location_kind": "organisation",
            "location_address": "Schoolstraat 1, 3000 Leuven",
            "duration_minutes": 60,
            "first_moment": start,
            "state": state,
            "version": 1 + len(PATHS[state]),
            "coach": None if state in {State.SUBMITTED, State.CANCELLED} else make_user(),
            "submitted_at": submitted,
            "answer_due": day + timedelta(days=7),
            "respond_by": day + timedelta(days=6),
            "answered_at": later if state in ANSWERED else None,
            "closed_at": later if state in TERMINAL else None,
            "decline_reason": make_reason() if state == State.DECLINED else None,
            **fields,
        }
    )


def _insert_client(request: ConsultRequest) -> None:
    if not request.involves_client:
        return
    ClientDetails.objects.create(
        request=request, name=CLIENT_NAME, birth_year="1989", file_reference="D-17"
    )
    text, _ = ConsentText.objects.get_or_create(
        purpose="request", version=1, defaults={"text": "Akkoord."}
    )
    Consent.objects.create(
        request=request,
        text_version=text,
        text=text.text,
        given_by="client",
        given_how="oral",
        given_on=rules.local_date(request.submitted_at),
        language_code="dari",
        obtained_by=request.requester_name,
        recorded_at=request.submitted_at,
    )


def _insert_events(request: ConsultRequest, state: State) -> list[StatusEvent]:
    steps = [(Action.SUBMIT, State.SUBMITTED), *PATHS[state]]
    events = []
    before = ""
    for version, (action, target) in enumerate(steps, start=1):
        by = None if action in {Action.SUBMIT, Action.CANCEL, Action.EXPIRE} else make_user()
        events.append(
            StatusEvent.objects.create(
                request=request,
                at=request.submitted_at + timedelta(hours=version),
                action=action,
                from_state=before,
                to_state=target,
                actor=ActorKind.STAFF if by else ActorKind.REQUESTER,
                by=by,
                version=version,
            )
        )
        before = target
    return events


def make_appointment(
    request: ConsultRequest, start: datetime, supporter: Supporter, *, event: StatusEvent
) -> Appointment:
    """Return the meeting of a request, with the quarters it takes and what became of it."""
    state = ENDS.get(State(request.state), AppointmentState.CONFIRMED)
    end = start + timedelta(minutes=request.duration_minutes)
    appointment = Appointment.objects.create(
        request=request, supporter=supporter, start=start, end=end, state=state
    )
    AppointmentVersion.objects.create(
        appointment=appointment,
        sequence=0,
        event=event,
        supporter=supporter,
        start=start,
        end=end,
        state=state,
    )
    if state != AppointmentState.NOT_HELD:
        _take_slots(supporter, start, end, appointment=appointment)
    if state != AppointmentState.CONFIRMED:
        _insert_consultation(appointment)
    return appointment


def _insert_consultation(appointment: Appointment) -> None:
    held = appointment.state == AppointmentState.DONE
    Consultation.objects.create(
        appointment=appointment,
        outcome=Outcome.HELD if held else Outcome.CLIENT_ABSENT,
        start=appointment.start if held else None,
        end=appointment.end if held else None,
        minutes=appointment.planned_minutes if held else None,
        registered_by=make_user(),
        registered_at=appointment.end,
    )


def make_proposal(
    request: ConsultRequest, starts: Sequence[datetime], supporter: Supporter | None = None
) -> Proposal:
    """Return an open proposal of moments, with the time of the CSO held for it."""
    length = timedelta(minutes=request.duration_minutes)
    proposal = Proposal.objects.create(
        request=request, supporter=supporter, made_at=request.submitted_at, made_by=make_user()
    )
    for start in starts:
        ProposedMoment.objects.create(proposal=proposal, start=start, end=start + length)
        if supporter:
            _take_slots(supporter, start, start + length, proposal=proposal)
    return proposal


def _take_slots(supporter: Supporter, start: datetime, end: datetime, **owner: Any) -> None:
    BookedSlot.objects.bulk_create(
        BookedSlot(supporter=supporter, start=slot, **owner)
        for slot in planning.slots(start, end, travel_minutes=supporter.travel_minutes)
    )


def make_queue(count: int, *, now: datetime = NOW) -> None:
    """Insert many open requests at once, each with its organisation: for lists and budgets."""
    first = make_request(now=now)
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisatie {n}", name_key=f"organisatie {n}", type=first.organisation.type
        )
        for n in range(1, count)
    )
    shared = {
        field.attname: getattr(first, field.attname)
        for field in ConsultRequest._meta.concrete_fields
        if field.attname not in {"id", "reference", "submission_token", "organisation_id"}
    }
    ConsultRequest.objects.bulk_create(
        ConsultRequest(**shared, reference=f"CSO-2025-{number:05d}", organisation=organisation)
        for number, organisation in enumerate(organisations, start=1)
    )
