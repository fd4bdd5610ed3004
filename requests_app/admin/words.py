"""The words on the site that the service writes itself, with a look beforehand."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from requests_app import rules
from requests_app.admin.reference import ReferenceAdmin
from requests_app.choices import TextPlace
from requests_app.forms.words import SiteTextForm
from requests_app.models import SiteText
from requests_app.selectors import service_settings
from requests_app.selectors.words import facts, rendered

# The built-in words, to start from.
BUILT_IN = {
    TextPlace.HOME_INTRO: ["requests_app/home/intro.html"],
    TextPlace.HOME_WHAT: ["requests_app/home/tasks.html"],
    TextPlace.HOME_STEPS: ["requests_app/home/three_steps.html"],
    TextPlace.HOME_AFTER: ["requests_app/home/four_steps.html"],
    TextPlace.HOME_ACTIVITY: ["requests_app/home/activity_words.html"],
    TextPlace.PRIVACY: ["requests_app/privacy/opening.html", "requests_app/privacy/all.html"],
    TextPlace.ACCESSIBILITY: [
        "requests_app/accessibility/opening.html",
        "requests_app/accessibility/all.html",
    ],
}


@admin.register(SiteText)
class SiteTextAdmin(ReferenceAdmin[SiteText]):
    """One row per place; removing it brings the built-in words back."""

    form = SiteTextForm
    add_form_template = change_form_template = "admin/requests_app/words.html"
    list_display = ("place", "updated_at", "updated_by")
    list_select_related = ("updated_by",)
    fields = ("place", "body", "updated_at", "updated_by")

    def get_readonly_fields(self, request: HttpRequest, obj: SiteText | None = None) -> list[str]:
        """A text stays in its place; who changed it when is not typed."""
        return ["place", "updated_at", "updated_by"] if obj else ["updated_at", "updated_by"]

    def get_fields(self, request: HttpRequest, obj: SiteText | None = None) -> Any:
        """A new text has no history yet."""
        return ["place", "body", "updated_at", "updated_by"] if obj else ["place", "body"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not when each place has its words already."""
        return super().has_add_permission(request) and SiteText.objects.count() < len(TextPlace)

    def save_model(self, request: HttpRequest, obj: SiteText, form: Any, change: bool) -> None:
        """Note who and when."""
        obj.updated_by, obj.updated_at = cast("User", request.user), timezone.now()
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show which facts can be named, and the words that stand there otherwise."""
        obj = kwargs.get("obj")
        places = [TextPlace(obj.place)] if obj else list(TextPlace)
        more = {
            "facts": [(name, fact) for name, fact in facts().items() if fact.plain],
            "built_in": [(place.label, BUILT_IN[place]) for place in places],
            "service": service_settings(),
        }
        return super().render_change_form(request, {**context, **more}, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        name = "requests_app_sitetext_preview"
        return [path("voorbeeld/", view, name=name), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Show how typed words look on the site; nothing is kept."""
        allowed = self.has_add_permission(request) or self.has_change_permission(request)
        if request.method != "POST" or not allowed:
            raise PermissionDenied
        asked = request.POST.get("place") or request.GET.get("plaats", "")
        where = TextPlace(asked) if asked in TextPlace.values else TextPlace.HOME_INTRO
        form = SiteTextForm(request.POST, instance=SiteText(place=where))
        form.fields.pop("place")
        words = None
        if form.is_valid():
            today = rules.local_date(timezone.now())
            words = rendered(form.cleaned_data["body"], place=where, updated_on=today)
        context = {"words": words, "form": form, "place": where.label}
        return render(request, "requests_app/words/preview.html", context)
