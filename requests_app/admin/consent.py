"""Texts of the agreement and the sheets that explain them. A translation is reviewed by a person."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from requests_app import rules
from requests_app.admin.reference import ReferenceAdmin
from requests_app.choices import ConsentPurpose
from requests_app.errors import RuleViolation
from requests_app.forms import RequestForm
from requests_app.forms.sheets import ConsentTextForm, SheetForm
from requests_app.models import ConsentSheet, ConsentText, Language
from requests_app.selectors import service_settings
from requests_app.selectors.sheets import Page, composed_page, overview_of_sheets
from requests_app.services import copy_sheet, review_sheet
from requests_app.services.sheets import next_version


@admin.register(ConsentText)
class ConsentTextAdmin(ReferenceAdmin[ConsentText]):
    """Texts of the agreement: only added, never changed, because clients agreed to them."""

    form = ConsentTextForm
    add_form_template = change_form_template = "admin/requests_app/consent_text.html"
    list_display = ("__str__", "created_at")
    list_filter = ("purpose",)
    ordering = ("-purpose", "-version")
    fields = ("purpose", "text")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start from the text in use."""
        asked = request.GET.get("purpose")
        purpose = asked if asked in ConsentPurpose.values else ConsentPurpose.REQUEST
        current = ConsentText.objects.current(purpose).first()
        return {"purpose": purpose, "text": current.text if current else ""}

    def save_model(
        self, request: HttpRequest, obj: ConsentText, form: ModelForm[ConsentText], change: bool
    ) -> None:
        """Give the next number for its purpose."""
        obj.version = next_version(obj.purpose)
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A change is a new version."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Proofs refer to it."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the look beforehand."""
        wrap = self.admin_site.admin_view
        own = path("voorbeeld/", wrap(self.preview), name="requests_app_consenttext_preview")
        return [own, *super().get_urls()]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest) -> HttpResponse:
        """Show the part of the form with these words, exactly as it will be; nothing is stored."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        text = ConsentText(text=request.POST.get("text", ""), version=0)
        form = RequestForm(today=rules.local_date(timezone.now()))
        if request.POST.get("purpose") == ConsentPurpose.LEARNING:
            form.lists = replace(form.lists, learning_text=text)
        else:
            form.lists = replace(form.lists, consent_text=text)
        return render(request, "requests_app/consent_preview.html", {"form": form})


@admin.register(ConsentSheet)
class ConsentSheetAdmin(admin.ModelAdmin[ConsentSheet]):
    """Sheets for clients. Only what a coach reviewed reaches the public."""

    form = SheetForm
    change_form_template = "admin/requests_app/consent_sheet.html"
    change_list_template = "admin/requests_app/consent_sheets.html"
    list_display = ("__str__", "status")
    list_select_related = ("text", "language", "reviewed_by")
    list_filter = ("text",)
    fields = ("text", "language", "title", "body", "words")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-text__purpose", "-text__version", "language__position")

    @admin.display(description="vertaling")
    def status(self, obj: ConsentSheet) -> str:
        """Tell who reviewed it, or loudly that nobody did."""
        if obj.reviewed_at is None:
            return format_html('<span class="tag tag-warning">{}</span>', obj.status)
        return obj.status

    def get_readonly_fields(
        self, request: HttpRequest, obj: ConsentSheet | None = None
    ) -> tuple[str, ...]:
        """A sheet stays with its text and its language."""
        return ("text", "language") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A sheet is mended, not removed: clients signed it."""
        return False

    def save_model(
        self, request: HttpRequest, obj: ConsentSheet, form: ModelForm[ConsentSheet], change: bool
    ) -> None:
        """Take the mark away from what was changed after its review."""
        if change and form.changed_data:
            obj.reviewed_at = obj.reviewed_by = None
            messages.warning(request, "De tekst is veranderd: kijk het blad opnieuw na.")
            if obj.language_id is None:
                messages.warning(request, "Kijk ook of de vertalingen nog hetzelfde zeggen.")
        super().save_model(request, obj, form, change)

    def response_post_save_add(
        self, request: HttpRequest, obj: ConsentSheet
    ) -> HttpResponseRedirect:
        """Stay with the sheet: it is still to be reviewed."""
        return redirect("admin:requests_app_consentsheet_change", obj.pk)

    def response_post_save_change(
        self, request: HttpRequest, obj: ConsentSheet
    ) -> HttpResponseRedirect:
        """Stay with the sheet: it is to be reviewed again."""
        return redirect("admin:requests_app_consentsheet_change", obj.pk)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show above the list which sheet of which language is missing."""
        texts, rows = overview_of_sheets()
        extra = {"texts": texts, "rows": rows, "may_add": self.has_add_permission(request)}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the Dutch words beside a translation, to compare."""
        obj = kwargs.get("obj")
        dutch = obj and ConsentSheet.objects.filter(text=obj.text, language=None).first()
        return super().render_change_form(request, {**context, "dutch": dutch}, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add review, preview and proposal."""
        wrap = self.admin_site.admin_view
        own = [
            path("kopieer/", wrap(self.copy), name="requests_app_consentsheet_copy"),
            path("<int:pk>/nagekeken/", wrap(self.review), name="requests_app_consentsheet_review"),
            path(
                "<int:pk>/voorbeeld/", wrap(self.preview), name="requests_app_consentsheet_preview"
            ),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_POST)
    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark what was read as reviewed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        get_object_or_404(ConsentSheet, pk=pk)
        try:
            seen = request.POST.get("seen", "")
            sheet = review_sheet(pk, seen=seen, by=cast("User", request.user), now=timezone.now())
        except RuleViolation as violation:
            messages.error(request, violation.message)
        else:
            self.log_change(request, sheet, "Nagekeken")
            messages.success(request, "Het blad is nagekeken. Het staat nu op de site.")
        return redirect("admin:requests_app_consentsheet_change", pk)

    @method_decorator(require_POST)
    def copy(self, request: HttpRequest) -> HttpResponse:
        """Propose the sheet of an earlier text."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        text = get_object_or_404(ConsentText, pk=as_number(request.POST.get("text", "")))
        code = request.POST.get("language", "")
        language = get_object_or_404(Language, pk=code) if code else None
        try:
            sheet = copy_sheet(text, language)
        except RuleViolation as violation:
            messages.error(request, violation.message)
            return redirect("admin:requests_app_consentsheet_changelist")
        self.log_addition(request, sheet, "Voorstel van een eerdere tekst")
        return redirect("admin:requests_app_consentsheet_change", sheet.pk)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a sheet as it will be printed; with what was typed and not saved, on POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sheets = ConsentSheet.objects.select_related("text", "language")
        sheet = get_object_or_404(sheets, pk=pk)
        if request.method == "POST":
            for name in ("title", "body", "words"):
                setattr(sheet, name, request.POST.get(name, ""))
            sheet.reviewed_at = None
        context = {"draft": sheet, "sheet": page_with(sheet), "service": service_settings()}
        return TemplateResponse(request, "requests_app/consent_sheet_preview.html", context)


def page_with(sheet: ConsentSheet) -> Page:
    """Return the page with this sheet in it, whether or not it was stored or reviewed."""
    learning = sheet.text.purpose == ConsentPurpose.LEARNING
    other = ConsentText.objects.current(
        ConsentPurpose.REQUEST if learning else ConsentPurpose.LEARNING
    ).first()
    texts = [sheet.text, other] if other else [sheet.text]
    around = ConsentSheet.objects.filter(
        Q(language=sheet.language) | Q(language=None), text__in=texts
    ).exclude(pk=sheet.pk)
    agreement, free = (other, sheet.text) if learning else (sheet.text, other)
    return composed_page(sheet.language, agreement, free, [*around, sheet])


def as_number(text: str) -> int:
    """Return the key that a form posted; 0 (nobody's) when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
