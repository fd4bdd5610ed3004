"""Submitting a request: everything is written in one transaction, or nothing is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Model

from outbox.services import prepared, wake_for
from requests_app import activity_rules, notifications, rules
from requests_app.choices import Action, State
from requests_app.errors import RuleViolation
from requests_app.models import (
    ActivityDetails,
    ClientDetails,
    Consent,
    ConsentText,
    ConsultRequest,
    LearningConsent,
    Organisation,
    PreferredMoment,
    StatusEvent,
)
from requests_app.models.organisation import name_key
from requests_app.selectors import answer_date, days_off, service_settings
from requests_app.services.inserting import Inserts, composed, insert, upsert
from requests_app.services.transitions import Actor


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """The organisation as the requester named it."""

    name: str
    type_code: str
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class ClientData:
    """The client block. Never logged, never shown by repr."""

    name: str = field(repr=False)
    birth_year: str = field(default="", repr=False)
    gender: str = field(default="", repr=False)
    file_reference: str = field(default="", repr=False)
    home_address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConsentData:
    """What the worker states about the client's agreement."""

    text: ConsentText
    given_by: str
    given_how: str
    given_on: date
    language_code: str


@dataclass(frozen=True, slots=True)
class ActivityData:
    """What is particular to an activity. The first language is that of the request itself."""

    kind: str
    theme: str
    audience: str
    audience_size: int
    languages: Sequence[str]
    theme_note: str = ""
    supporters_wanted: int = 1


@dataclass(frozen=True, slots=True)
class Submission:
    """A complete, parsed request. `fields` are columns of ConsultRequest by name."""

    token: uuid.UUID
    organisation: OrganisationData
    fields: dict[str, object] = field(repr=False)
    tasks: Sequence[str]
    moments: Sequence[datetime]
    client: ClientData | None = None
    consent: ConsentData | None = None
    learning: ConsentText | None = None
    activity: ActivityData | None = None


def submit_request(
    submission: Submission, *, actor: Actor | None = None, now: datetime, origin: str = ""
) -> ConsultRequest:
    """Store a request with its client block, agreement, moments, first event and mails.

    The same token twice gives the same request. `origin` is the day key of the network that asks
    (`privacy.networks.origin_of`); a network that asks a lot gets its copies later, and its
    requests are stored all the same (S9). Raises RuleViolation (lead time, tasks, moments,
    client block, place); see `rules`. Source of the rules: service page, steps 2 and 3.
    """
    actor = actor or Actor.requester()
    _check(submission, now=now)
    request = _build_request(submission, now=now)
    mails = prepared(notifications.for_new_request(request, origin=origin), now=now)
    belongings = composed(*_belongings(request, submission, actor=actor, now=now), mails)
    try:
        with transaction.atomic():
            _store(request, belongings, submission.organisation)
            wake_for(mails, now=now)
    except _SentBefore:
        return ConsultRequest.objects.get(submission_token=submission.token)
    return request


class _SentBefore(Exception):
    """The token is known: nothing of this second posting is kept."""


def _store(request: ConsultRequest, belongings: Inserts, organisation: OrganisationData) -> None:
    """Write every row; the request itself last.

    The rows that others want too, the organisation's and the counter's, are so locked for a
    moment only. What hangs on the request may come before it: foreign keys are checked at commit.
    """
    belongings.run()
    request.organisation_id = _organisation_pk(organisation)
    year = rules.local_date(request.submitted_at).year
    request.reference = rules.reference(year, _next_number(year))
    if not insert([request], unless_there=True):
        raise _SentBefore


def _check(submission: Submission, *, now: datetime) -> None:
    rules.check_tasks(submission.tasks)
    _check_activity(submission)
    rules.check_moments(submission.moments)
    lead_days = service_settings().lead_days
    for moment in submission.moments:
        rules.check_lead_time(
            rules.local_date(moment), today=rules.local_date(now), lead_days=lead_days
        )
    rules.check_duration(int(str(submission.fields["duration_minutes"])))
    rules.check_series(int(str(submission.fields.get("series_count", 1))))
    kind = str(submission.fields["location_kind"])
    rules.check_location(kind, submission.tasks)
    rules.check_address(kind, str(submission.fields.get("location_address", "")))
    rules.check_client_block(
        submission.tasks,
        client_name=submission.client.name if submission.client else "",
        consented=submission.consent is not None,
        at_home=kind == "home",
        home_address=submission.client.home_address if submission.client else "",
    )


def _check_activity(submission: Submission) -> None:
    activity = submission.activity
    if activity is None:
        return
    if not activity_rules.is_activity(submission.tasks):
        raise RuleViolation("Een activiteit vraag je zonder andere taken aan.", field="tasks")
    for violation in activity_rules.activity_violations(
        theme=activity.theme,
        theme_note=activity.theme_note,
        audience_size=activity.audience_size,
        languages=activity.languages,
        wanted=activity.supporters_wanted,
    ):
        raise violation


def _build_request(submission: Submission, *, now: datetime) -> ConsultRequest:
    service = service_settings()
    today = rules.local_date(now)
    first = min(submission.moments)
    due = answer_date(today)
    return ConsultRequest(
        submission_token=submission.token,
        tasks=list(submission.tasks),
        involves_client=rules.involves_client(submission.tasks),
        first_moment=first,
        state=State.SUBMITTED,
        submitted_at=now,
        answer_due=due,
        respond_by=rules.respond_by(
            submitted_on=today,
            due=due,
            first_day=rules.local_date(first),
            working_days=service.useful_answer_working_days,
            days_off=days_off(today, rules.local_date(first)),
        ),
        **submission.fields,
    )


def _organisation_pk(data: OrganisationData) -> int:
    """Return the known organisation of this name, or add it as one that is still to be checked.

    One statement in both cases; what is known of an organisation is never overwritten.
    """
    organisation = Organisation(
        name=" ".join(data.name.split()),
        name_key=name_key(data.name),
        type_id=data.type_code,
        postcode=data.postcode,
        city=data.city,
    )
    return upsert(organisation, key="name_key")


def _next_number(year: int) -> int:
    """Return the next number of the year in one atomic statement (gaps allowed, twins not)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_app_referencecounter (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE"
            " SET last = requests_app_referencecounter.last + 1 RETURNING last",
            [year],
        )
        return int(cursor.fetchone()[0])


def _belongings(
    request: ConsultRequest, submission: Submission, *, actor: Actor, now: datetime
) -> list[Sequence[Model]]:
    client, consent = submission.client, submission.consent
    involved = request.involves_client
    return [
        [_client_row(request, client)] if involved and client else [],
        [_consent_row(request, consent, now=now)] if involved and consent else [],
        [_learning_row(request, submission.learning, actor=actor, now=now)]
        if involved and submission.learning
        else [],
        [
            PreferredMoment(request=request, position=position, start=start)
            for position, start in enumerate(submission.moments, start=1)
        ],
        [_first_event(request, actor=actor, now=now)],
        [_activity_row(request, submission.activity)] if submission.activity else [],
    ]


def _activity_row(request: ConsultRequest, activity: ActivityData) -> ActivityDetails:
    return ActivityDetails(
        request=request,
        kind=activity.kind,
        theme=activity.theme,
        theme_note=activity.theme_note,
        audience=activity.audience,
        audience_size=activity.audience_size,
        languages=list(activity.languages),
        supporters_wanted=activity.supporters_wanted,
    )


def _client_row(request: ConsultRequest, client: ClientData) -> ClientDetails:
    return ClientDetails(
        request=request,
        name=client.name,
        birth_year=client.birth_year,
        gender=client.gender,
        file_reference=client.file_reference,
        home_address=client.home_address,
    )


def _consent_row(request: ConsultRequest, consent: ConsentData, *, now: datetime) -> Consent:
    return Consent(
        request=request,
        text_version=consent.text,
        text=consent.text.text,
        given_by=consent.given_by,
        given_how=consent.given_how,
        given_on=consent.given_on,
        language_code=consent.language_code,
        obtained_by=request.requester_name,
        recorded_at=now,
    )


def _learning_row(
    request: ConsultRequest, text: ConsentText, *, actor: Actor, now: datetime
) -> LearningConsent:
    return LearningConsent(
        request=request,
        text_version=text,
        text=text.text,
        given=True,
        at=now,
        actor=actor.kind,
        by=actor.user,
    )


def _first_event(request: ConsultRequest, *, actor: Actor, now: datetime) -> StatusEvent:
    return StatusEvent(
        request=request,
        at=now,
        action=Action.SUBMIT,
        to_state=State.SUBMITTED,
        actor=actor.kind,
        by=actor.user,
        version=request.version,
    )
