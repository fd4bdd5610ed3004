"""Register and end the agreement of an organisation (from the fourth talk on)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from billing import rules
from billing.models import Agreement
from billing.states import AgreementState, check_agreement_step
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import Organisation
from requests_app.rules import local_date


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for the organisation, in which function, on which Brussels date."""

    signed_on: date
    name: str
    function: str = ""


@retried
@transaction.atomic
def register_signed_agreement(
    organisation: Organisation, signature: Signature, *, by: User, now: datetime
) -> Agreement:
    """Record an agreement that was signed on paper.

    Raises RuleViolation for a date in the future and when the organisation has an agreement that
    still runs.
    """
    rules.check_signed_on(signature.signed_on, today=local_date(now))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    running = Agreement.objects.filter(organisation=organisation, state=AgreementState.SIGNED)
    if running.exists():
        raise RuleViolation(
            "Deze organisatie heeft al een overeenkomst die loopt. Beëindig die eerst.",
            field="organisation",
        )
    return Agreement.objects.create(
        organisation=organisation,
        state=AgreementState.SIGNED,
        signed_on=signature.signed_on,
        signatory_name=signature.name,
        signatory_function=signature.function,
        created_at=now,
        registered_by=by,
    )


@retried
@transaction.atomic
def end_agreement(agreement: Agreement, *, ended_on: date, by: User, now: datetime) -> Agreement:
    """End a signed agreement; `ended_on` is its last day.

    Raises IllegalTransition when it is not signed, RuleViolation for a day before it was signed.
    """
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    check_agreement_step(locked.state, AgreementState.ENDED)
    if locked.signed_on is None or ended_on < locked.signed_on:
        raise RuleViolation("De overeenkomst was toen nog niet ondertekend.", field="ended_on")
    locked.state = AgreementState.ENDED
    locked.ended_on = ended_on
    locked.ended_by = by
    locked.save(update_fields=["state", "ended_on", "ended_by"])
    return locked
