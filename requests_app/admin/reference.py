"""Settings, pick lists and organisations. The desk for requests stands in the coaching room."""

from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from requests_app import rules
from requests_app.models import (
    ClosingDay,
    DeclineReason,
    Language,
    Organisation,
    OrganisationType,
    ServiceSettings,
)
from requests_app.selectors import forget_reference

M = TypeVar("M", bound=Model)


class ReferenceAdmin(admin.ModelAdmin[M]):
    """Reference data: what is saved here shows on the site at once, elsewhere within 30 s."""

    show_full_result_count = False

    def save_model(
        self, request: HttpRequest, obj: M, form: forms.ModelForm[M], change: bool
    ) -> None:
        """Save and forget what was kept in memory."""
        super().save_model(request, obj, form, change)
        forget_reference()

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        """Remove and forget what was kept in memory."""
        super().delete_model(request, obj)
        forget_reference()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        """Remove several and forget what was kept in memory."""
        super().delete_queryset(request, queryset)
        forget_reference()


class OneRow(admin.ModelAdmin[M]):
    """A table of one row, only to change: its list is its form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row already."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The service cannot do without."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go straight to the form; a list of one helps nobody."""
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        row, _ = self.model._default_manager.get_or_create(pk=1)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)


@admin.register(ServiceSettings)
class ServiceSettingsAdmin(OneRow[ServiceSettings], ReferenceAdmin[ServiceSettings]):
    """The one row of settings: only to change."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (
            "De dienst",
            {
                "fields": (
                    "name",
                    "street",
                    "postcode",
                    "city",
                    "contact_email",
                    "contact_phone",
                    "coaches_email",
                )
            },
        ),
        (
            "Termijnen en uren",
            {
                "fields": (
                    "lead_days",
                    "answer_days",
                    "useful_answer_working_days",
                    "opens",
                    "closes",
                    "postcodes",
                )
            },
        ),
        (
            "Sociaal tolken",
            {"fields": ("interpreter_name", "interpreter_phone", "interpreter_url")},
        ),
    )


class Line(forms.ModelForm[M]):
    """A line of a list that is changed in the list itself: its fields have no label there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance}"


class PickListAdmin(ReferenceAdmin[M]):
    """A list that people choose from. A line in use is switched off rather than removed."""

    list_display = ("name", "position", "active")
    list_editable = ("position", "active")
    ordering = ("position", "name")
    prepopulated_fields = {"code": ("name",)}

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm[M]]:
        """Name the fields in the list for who cannot see the column."""
        return super().get_changelist_form(request, **{"form": Line, **kwargs})

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> tuple[str, ...]:
        """A code that requests refer to stays as it is."""
        return ("code",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: M | None = None) -> dict[str, Any]:
        """Suggest a code for a new line only."""
        return {} if obj else dict(self.prepopulated_fields)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Switch a line off instead: old requests keep their words."""
        return False


@admin.register(OrganisationType)
class OrganisationTypeAdmin(PickListAdmin[OrganisationType]):
    """Kinds of organisation."""


@admin.register(Language)
class LanguageAdmin(PickListAdmin[Language]):
    """Languages that a CSO can be asked for."""


@admin.register(DeclineReason)
class DeclineReasonAdmin(PickListAdmin[DeclineReason]):
    """Reasons to decline, each with what the requester can do next."""


@admin.register(ClosingDay)
class ClosingDayAdmin(ReferenceAdmin[ClosingDay]):
    """Days on which the service is closed, beside weekends and legal holidays."""

    list_display = ("day", "name")
    date_hierarchy = "day"


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin[Organisation]):
    """Organisations; those that arrived through the form wait for a look."""

    list_display = ("name", "type", "city", "introduced_on", "checked")
    list_filter = (("checked_on", admin.EmptyFieldListFilter), "type")
    list_select_related = ("type",)
    list_per_page = 50
    search_fields = ("name_key",)
    search_help_text = "Zoek op naam."
    ordering = ("name",)
    actions = ("mark_checked",)
    fieldsets = (
        (None, {"fields": ("name", "type", "introduced_on", "checked_on")}),
        (
            "Voor overeenkomst en factuur",
            {"fields": ("enterprise_number", "street", "postcode", "city")},
        ),
    )

    @admin.display(description="nagekeken", boolean=True, ordering="checked_on")
    def checked(self, obj: Organisation) -> bool:
        """Tell whether a coach looked at it."""
        return obj.checked_on is not None

    @admin.action(description="Nagekeken", permissions=["change"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Put today on the chosen organisations that were still to be checked."""
        today = rules.local_date(timezone.now())
        count = queryset.filter(checked_on__isnull=True).update(checked_on=today)
        self.message_user(request, f"{count} organisaties nagekeken.", messages.SUCCESS)
