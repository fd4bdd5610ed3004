"""Words from outside a request: take them in, and note who of the staff dealt with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from outbox.services import enqueue_all
from requests_app import mails, rules
from requests_app.errors import RuleViolation
from requests_app.models import Introduction, Organisation, PageFeedback
from requests_app.models.organisation import name_key
from requests_app.services.inserting import insert, upsert

V = TypeVar("V", Introduction, PageFeedback)


@transaction.atomic
def ask_introduction(
    token: UUID, fields: Mapping[str, object], *, origin: str, now: datetime
) -> bool:
    """Keep a question to get to know the service, with its mails (service page, step 1).

    The same token twice is one question; tell whether this was the first time. `origin` is the
    day key of the network that asks.
    """
    introduction = Introduction(pk=token, at=now, **fields)
    if not insert([introduction], unless_there=True):
        return False
    enqueue_all(mails.for_introduction(introduction, origin=origin), now=now)
    return True


@transaction.atomic
def report_page(token: UUID, fields: Mapping[str, object], *, now: datetime) -> bool:
    """Keep a word about a page (F20), with its mail; the same token twice is one word."""
    feedback = PageFeedback(pk=token, at=now, **fields)
    if not insert([feedback], unless_there=True):
        return False
    enqueue_all(mails.for_page_feedback(feedback), now=now)
    return True


@transaction.atomic
def mark_introduced(pk: UUID, *, by: User, now: datetime) -> Organisation:
    """Note that the acquaintance was made: the organisation is in the list and may plan talks.

    An organisation of that name is taken as the same one; an earlier acquaintance stays. Raise
    RuleViolation when somebody dealt with it before.
    """
    introduction = _lock(Introduction, pk)
    organisation = _organisation_of(introduction)
    if organisation.introduced_on is None:
        organisation.introduced_on = rules.local_date(now)
        organisation.save(update_fields=["introduced_on"])
    introduction.organisation = organisation
    _handled(introduction, by=by, now=now, more=["organisation"])
    return organisation


@transaction.atomic
def mark_feedback_handled(pk: UUID, *, by: User, now: datetime) -> None:
    """Note that somebody dealt with a word about a page. Raise RuleViolation the second time."""
    _handled(_lock(PageFeedback, pk), by=by, now=now)


def _lock(model: type[V], pk: UUID) -> V:
    """Return the row, locked, while nobody dealt with it yet."""
    row = model.objects.select_for_update().get(pk=pk)
    if row.handled_at is not None:
        raise RuleViolation("Een collega heeft dit al behandeld. Er is niets veranderd.")
    return row


def _handled(
    row: Introduction | PageFeedback, *, by: User, now: datetime, more: list[str] | None = None
) -> None:
    row.handled_at, row.handled_by = now, by
    row.save(update_fields=["handled_at", "handled_by", *(more or [])])


def _organisation_of(introduction: Introduction) -> Organisation:
    """Return the organisation of that name, locked; a new one waits for a look, as always."""
    name = " ".join(introduction.organisation_name.split())
    known = Organisation(
        name=name, name_key=name_key(name), type_id=introduction.organisation_type_id
    )
    pk = upsert(known, key="name_key")
    return Organisation.objects.select_for_update().get(pk=pk)
