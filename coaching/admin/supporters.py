"""The CSOs and their languages."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest

from coaching.models import Supporter, SupporterLanguage
from privacy.roles import COACH, COORDINATOR


class SupporterLanguageInline(admin.StackedInline[SupporterLanguage, Supporter]):
    """Languages, each with visible labels."""

    model = SupporterLanguage
    extra = 1
    verbose_name = "taal"
    verbose_name_plural = "talen"


@admin.register(Supporter)
class SupporterAdmin(admin.ModelAdmin[Supporter]):
    """A CSO. No migration story, ever; who stops is made inactive, because the talks stay."""

    list_display = ("first_name", "last_name", "spoken", "active", "confidentiality_signed_on")
    list_display_links = ("first_name",)
    list_filter = ("active", "languages__language")
    search_fields = ("first_name", "last_name")
    search_help_text = "Zoek op naam."
    inlines = (SupporterLanguageInline,)
    fieldsets = (
        (None, {"fields": ("first_name", "last_name", "email", "phone", "gender", "coach")}),
        ("Inplannen", {"fields": ("active", "confidentiality_signed_on", "travel_minutes")}),
    )
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """Read the languages along."""
        return super().get_queryset(request).prefetch_related("languages__language")

    def has_delete_permission(self, request: HttpRequest, obj: Supporter | None = None) -> bool:
        """Make inactive instead."""
        return False

    @admin.display(description="talen")
    def spoken(self, obj: Supporter) -> str:
        """Return the languages in words."""
        return ", ".join(sorted(str(spoken) for spoken in obj.languages.all()))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Offer only people who work at the desk as coach."""
        if db_field.name == "coach":
            at_desk = User.objects.filter(is_active=True, groups__name__in=(COACH, COORDINATOR))
            kwargs["queryset"] = at_desk.distinct().order_by("username")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "coach":
            field.label_from_instance = _full_name  # type: ignore[assignment,method-assign]
        return field


def _full_name(user: User) -> str:
    return user.get_full_name() or user.username
