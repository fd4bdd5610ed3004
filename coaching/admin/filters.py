"""The lists of the queue, as links."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from coaching.states import AppointmentState
from requests_app.choices import State
from requests_app.states import OPEN, REQUESTER_MOVES

NAME = "lijst"
ALL = "alles"
WORDS = {
    "open": "Open",
    "nieuw": "Nieuw",
    "mijn": "Van mij",
    "wacht": "Wacht op aanvrager",
    "plannen": "Te plannen",
    "registreren": "Te registreren",
    ALL: "Alles",
}


class QueueFilter(admin.SimpleListFilter):
    """Which part of the queue; the open requests unless something else is asked."""

    title = "lijst"
    parameter_name = NAME
    template = "admin/coaching/queue_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the lists by name."""
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen list."""
        return queryset.filter(self._condition(request))

    def _condition(self, request: HttpRequest) -> Q:
        conditions = {
            "nieuw": Q(state=State.SUBMITTED),
            "mijn": Q(state__in=sorted(OPEN), coach=request.user.pk),
            "wacht": Q(state__in=sorted(REQUESTER_MOVES)),
            "plannen": Q(state__in=[State.IN_REVIEW, State.ACCEPTED]),
            "registreren": Q(
                state=State.PLANNED,
                appointment__state=AppointmentState.CONFIRMED,
                appointment__start__lte=timezone.now(),
            ),
            ALL: Q(),
        }
        return conditions.get(self.value() or "", Q(state__in=sorted(OPEN)))

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """Yield the links; the chosen one is marked."""
        chosen = self.value() if self.value() in WORDS else "open"
        for name, word in WORDS.items():
            yield {
                "selected": name == chosen,
                "query_string": changelist.get_query_string({NAME: name}, ["p"]),
                "display": word,
            }
