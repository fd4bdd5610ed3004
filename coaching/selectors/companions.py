"""The further CSOs of an activity."""

from collections.abc import Iterable

from coaching import rules
from coaching.models import Appointment, Supporter
from requests_app.activity_rules import is_activity
from requests_app.models import ConsultRequest


def companions_of(request: ConsultRequest, appointment: Appointment | None) -> list[Supporter]:
    """Return who goes along with the first CSO; asks the database only for an activity."""
    if appointment is None or not is_activity(request.tasks):
        return []
    along = appointment.companions.select_related("supporter").order_by("supporter")
    return [companion.supporter for companion in along]


def team_of(request: ConsultRequest, appointment: Appointment) -> list[Supporter]:
    """Return everybody who comes, the first CSO in front."""
    return [appointment.supporter, *companions_of(request, appointment)]


def first_names(keys: Iterable[int]) -> str:
    """Return the first names of CSOs as people say them, in the order of the keys; "" for nobody."""
    order = list(keys)
    if not order:
        return ""
    found = dict(Supporter.objects.filter(pk__in=order).order_by().values_list("pk", "first_name"))
    return rules.listed([found[key] for key in order])
