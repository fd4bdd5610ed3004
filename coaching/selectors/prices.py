"""What the talk of a request will cost, in words, from the same functions as the invoice (N2).

A number says how often an organisation asked, and anybody can type the name of an organisation:
who may read it, and where, stands in docs/decisions/0039.
"""

from billing.errors import NoTariff
from billing.models import Charge
from billing.services import next_talk
from coaching import rules
from coaching.models import Appointment
from coaching.selectors.talks import file_reference, planned_others
from coaching.states import AppointmentState
from requests_app.choices import State
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.selectors import is_known_contact
from requests_app.states import ANSWERED, OPEN

COSTS_NOTHING = "Dit kost niets."
# The talk has its place among those of the organisation, or nearly so.
GOES_ON = ANSWERED & OPEN


def price_words(request: ConsultRequest, *, mailed: bool = False) -> str:
    """Return the price of this very talk in words; "" where only the general rule may be told.

    The numbers of an organisation are told once a coach gave a positive answer; in a mail also to
    the address of a confirmed contact person, because only that person reads it.
    """
    if request.state == State.COMPLETED:
        return _charged(request)
    if not request.is_open:
        return ""
    if not request.involves_client:
        return COSTS_NOTHING
    known = mailed and is_known_contact(request.organisation_id, request.requester_email)
    return _expected(request) if known or request.answered_at is not None else ""


def _charged(request: ConsultRequest) -> str:
    charge = (
        Charge.objects.select_related("tariff")
        .filter(request_reference=request.reference)
        .order_by()
        .first()
    )
    if charge is None:
        return f"{request.this_talk.capitalize()} telt niet mee en kost niets."
    return rules.charge_in_words(charge.ordinal, charge.amount, charge.tariff.free_count)


def _expected(request: ConsultRequest) -> str:
    appointment = Appointment.objects.filter(
        request=request.pk, state=AppointmentState.CONFIRMED
    ).first()
    start = appointment.start if appointment else request.first_moment
    minutes = appointment.planned_minutes if appointment else request.duration_minutes
    try:
        talk = next_talk(
            request.organisation,
            day=local_date(start),
            file_reference=file_reference(request),
            planned_before=planned_others(request, day=local_date(start), before=start),
        )
    except NoTariff:
        return ""
    return rules.price_in_words(
        talk.ordinal, minutes, talk.terms, others_open=_others_open(request)
    )


def _others_open(request: ConsultRequest) -> bool:
    """Tell whether other talks of the organisation may still come before this one."""
    others = ConsultRequest.objects.filter(
        organisation=request.organisation_id, involves_client=True, state__in=sorted(GOES_ON)
    )
    return others.exclude(pk=request.pk).exists()
