"""From the fourth talk on there is an agreement, or a coördinator who answers for going without."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from billing.errors import AgreementMissing
from billing.services import next_talk
from coaching import permissions, selectors
from requests_app.errors import RuleViolation
from requests_app.models import ConsultRequest, Organisation
from requests_app.rules import local_date


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who lets a talk go on without an agreement, and why."""

    by: User
    reason: str


def check_agreement(
    request: ConsultRequest,
    start: datetime,
    *,
    waive_reason: str = "",
    by: User | None = None,
) -> Waiver | None:
    """Refuse to plan beyond the free talks without a signed agreement (M2, D7).

    Planned talks count too, whenever they are, so that no four can stand in the agenda without an
    agreement. Locks the organisation until the transaction ends. Returns the waiver where one is
    needed. Raises AgreementMissing, and RuleViolation for a waiver by who may not give one.
    """
    if not request.involves_client:
        return None
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=request.organisation_id
    )
    day = local_date(start)
    talk = next_talk(
        request.organisation,
        day=day,
        file_reference=selectors.file_reference(request),
        planned_before=selectors.planned_others(request, day=day),
    )
    if not talk.agreement_missing:
        return None
    if not waive_reason or by is None:
        raise AgreementMissing(
            f"Dit wordt gesprek {talk.ordinal} van {request.organisation}. Daarvoor moet de"
            " overeenkomst ondertekend zijn. Registreer ze eerst, of vraag de coördinator om dit"
            " gesprek met een reden toe te laten.",
            field="waive_reason",
        )
    if not permissions.may_waive_agreement(by):
        raise RuleViolation(
            "Alleen de coördinator kan een gesprek zonder overeenkomst toelaten.",
            field="waive_reason",
        )
    return Waiver(by, waive_reason)
