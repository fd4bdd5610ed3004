"""What people told us outside a request: open ones first, each dealt with by one button."""

from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from requests_app.errors import RuleViolation
from requests_app.models import Introduction, PageFeedback
from requests_app.services import mark_feedback_handled, mark_introduced

V = TypeVar("V", Introduction, PageFeedback)


class Waiting(admin.SimpleListFilter):
    """What somebody still has to deal with."""

    title = "behandeling"
    parameter_name = "behandeld"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Return the two sides of the desk."""
        return [("nee", "Nog te behandelen"), ("ja", "Behandeld")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep one side, or both."""
        if self.value() in {"ja", "nee"}:
            return queryset.filter(handled_at__isnull=self.value() == "nee")
        return queryset


class VoiceAdmin(admin.ModelAdmin[V]):
    """Read what somebody wrote; the only change is that it has been dealt with."""

    change_form_template = "admin/requests_app/voice.html"
    show_full_result_count = False
    list_per_page = 50
    list_select_related = True
    list_filter = (Waiting,)
    ordering = (F("handled_at").asc(nulls_first=True), "-at", "pk")
    actions = ("mark_handled",)
    button = "Behandeld"

    def handle(self, obj: V, *, by: User) -> str:
        """Do what the button says; return what happened."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come from the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They go a year after they were dealt with."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: V | None = None) -> list[str]:
        """Nothing of it is typed here."""
        return [field.name for field in self.opts.fields if field.name != "id"]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the button by its name."""
        return super().render_change_form(
            request, {**context, "button": self.button}, *args, **kwargs
        )

    def save_model(self, request: HttpRequest, obj: V, form: Any, change: bool) -> None:
        """Deal with it."""
        self._handle(request, obj)

    def response_change(self, request: HttpRequest, obj: V) -> HttpResponse:
        """Back to the list, where the next one waits."""
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    @admin.action(description="Behandeld", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[V]) -> None:
        """Deal with all that were chosen."""
        for obj in queryset:
            self._handle(request, obj)

    def _handle(self, request: HttpRequest, obj: V) -> None:
        try:
            done = self.handle(obj, by=cast("User", request.user))
        except RuleViolation as violation:
            self.message_user(request, f"{obj}: {violation.message}", messages.WARNING)
        else:
            self.message_user(request, done, messages.SUCCESS)

    @admin.display(description="behandeld", boolean=True, ordering="handled_at")
    def is_handled(self, obj: V) -> bool:
        """Tell whether somebody dealt with it."""
        return obj.handled_at is not None


@admin.register(Introduction)
class IntroductionAdmin(VoiceAdmin[Introduction]):
    """Organisations that want to get to know the service (F5)."""

    list_display = ("organisation_name", "organisation_type", "name", "at", "is_handled")
    button = "Kennismaking gehad"

    def handle(self, obj: Introduction, *, by: User) -> str:
        """Note the acquaintance with the organisation."""
        organisation = mark_introduced(obj.pk, by=by, now=timezone.now())
        return f"De kennismaking is genoteerd bij {organisation}."

    @admin.action(description="Kennismaking gehad", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[Introduction]) -> None:
        """Note the acquaintance with all that were chosen."""
        super().mark_handled(request, queryset)


@admin.register(PageFeedback)
class PageFeedbackAdmin(VoiceAdmin[PageFeedback]):
    """What is wrong or unclear on a page (F20)."""

    list_display = ("page_or_none", "at", "is_handled")

    @admin.display(description="pagina", ordering="page")
    def page_or_none(self, obj: PageFeedback) -> str:
        """Return the page, also where nobody named one: the line must have a link."""
        return obj.page or "niet ingevuld"

    def handle(self, obj: PageFeedback, *, by: User) -> str:
        """Note that it was dealt with."""
        mark_feedback_handled(obj.pk, by=by, now=timezone.now())
        return "De melding staat op behandeld."
