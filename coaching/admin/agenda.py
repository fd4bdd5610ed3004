"""The agenda: all talks by date, to read only."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst

from coaching.models import Appointment
from coaching.notifications import PLACES
from coaching.states import AppointmentState
from privacy.admin import ReadOnlyAdmin
from requests_app.choices import LocationKind

WORDS = {"komt": "Komende gesprekken", "voorbij": "Voorbij", "alles": "Alles"}


class WhenFilter(admin.SimpleListFilter):
    """The talks to come unless something else is asked."""

    title = "wanneer"
    parameter_name = "wanneer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen part."""
        if self.value() == "alles":
            return queryset
        if self.value() == "voorbij":
            return queryset.filter(start__lt=timezone.now())
        return queryset.filter(start__gte=timezone.now(), state=AppointmentState.CONFIRMED)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """Yield the links, without one for "all" twice."""
        chosen = self.value() or "komt"
        for name, word in WORDS.items():
            yield {
                "selected": name == chosen,
                "query_string": changelist.get_query_string({"wanneer": name}, ["p"]),
                "display": word,
            }


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    """What is in the agenda; it changes through the request that it belongs to."""

    list_display = ("when", "supporter", "request_link", "organisation", "place", "state")
    list_display_links = None
    list_filter = (WhenFilter, "supporter")
    list_select_related = ("supporter", "request__organisation")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("start", "pk")
    sortable_by = ()
    fields = ("when", "supporter", "request_link", "organisation", "place", "state")
    readonly_fields = fields

    @admin.display(description="wanneer")
    def when(self, obj: Appointment) -> str:
        """Return day and hours on the Brussels clock."""
        return f"{obj.local_start:%d/%m/%Y %H.%M} uur ({obj.planned_minutes} min.)"

    @admin.display(description="aanvraag")
    def request_link(self, obj: Appointment) -> str:
        """Return the reference as a link to the desk."""
        page = reverse("admin:coaching_deskrequest_change", args=[obj.request_id])
        return format_html('<a href="{}">{}</a>', page, obj.request.reference)

    @admin.display(description="organisatie")
    def organisation(self, obj: Appointment) -> str:
        """Return the organisation's name."""
        return obj.request.organisation.name

    @admin.display(description="plaats")
    def place(self, obj: Appointment) -> str:
        """Return the kind of place, as the mails call it."""
        return capfirst(PLACES[LocationKind(obj.request.location_kind)])
