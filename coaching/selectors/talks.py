"""How many talks of an organisation lie ahead, and under which count they fall."""

from datetime import date, datetime

from billing.selectors.talks import file_key, known_tariff
from billing.states import FreeScope
from coaching.models import Appointment
from coaching.states import AppointmentState
from requests_app.models import ClientDetails, ConsultRequest


def file_reference(request: ConsultRequest) -> str:
    """Return the organisation's own number for the client, "" where there is none."""
    client = ClientDetails.objects.filter(request=request.pk).first()
    return client.file_reference if client else ""


def supporter_of_held_talk(request: ConsultRequest) -> str:
    """Return the first name of the CSO with whom the talk of a request was held; "" otherwise."""
    held = Appointment.objects.filter(request=request.pk, state=AppointmentState.DONE)
    name = held.order_by().values_list("supporter__first_name", flat=True).first()
    return name or ""


def planned_others(request: ConsultRequest, *, day: date, before: datetime | None = None) -> int:
    """Return how many other talks that count are planned under the same count of free talks.

    `day` tells which tariff says per what is counted: per organisation, or per client dossier.
    With `before`, only those that begin before that moment.
    """
    others = Appointment.objects.filter(
        state=AppointmentState.CONFIRMED,
        request__organisation=request.organisation_id,
        request__involves_client=True,
    ).exclude(request=request.pk)
    if before is not None:
        others = others.filter(start__lt=before)
    tariff = known_tariff(day)
    own = file_key(file_reference(request))
    if tariff is None or tariff.scope != FreeScope.DOSSIER or not own:
        return others.count()
    clients = ClientDetails.objects.filter(request__appointment__in=others)
    return sum(file_key(client.file_reference) == own for client in clients)
