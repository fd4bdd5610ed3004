"""The words in mails: every kind in one list, one page to write, a preview before anything is kept."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from outbox import mails
from outbox.forms import MailTextForm
from outbox.mailbox import MAIL_POLICY
from outbox.models import MailText

PROBLEMS = {
    "braces": "er staat een accolade te veel of te weinig",
    "unknown-word": "er staat een invulwoord in dat deze mail niet kent",
    "value-missing": "een invulwoord had geen waarde bij een aanvraag",
    "subject": "het onderwerp kan zo niet",
}


def problem_in_words(text: MailText) -> str:
    """Why a mail went without these words; empty when none did."""
    return PROBLEMS.get(text.problem, "ze konden niet ingevuld worden") if text.problem else ""


@admin.register(MailText)
class MailTextAdmin(admin.ModelAdmin[MailText]):
    """A kind without a row has the built-in words; its page opens all the same."""

    form = MailTextForm
    change_form_template = "admin/outbox/text.html"
    fields = ("subject", "opening", "closing", "active", "updated_at", "updated_by")
    readonly_fields = ("updated_at", "updated_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> MailText | None:
        """Return the words of a kind, also before there are any."""
        found = super().get_object(request, object_id, from_field)
        return found or (MailText(kind=object_id) if mails.kind_of(object_id) else None)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show every kind of mail, and which words it has."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        texts = MailText.objects.in_bulk()
        rows = [
            (mail_class, texts.get(mail_class.kind), self._problem(texts.get(mail_class.kind)))
            for mail_class in sorted(mails.registered(), key=lambda each: each.label().lower())
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Teksten van mails",
            "opts": self.opts,
            "rows": rows,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/outbox/texts.html", context)

    def _problem(self, text: MailText | None) -> str:
        return problem_in_words(text) if text else ""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show what can be filled in, what stands there otherwise, and what went wrong."""
        text: MailText = kwargs["obj"]
        mail_class = mails.kind_of(text.kind)
        more = {
            "title": mails.label_of(text.kind),
            "subtitle": None,
            "placeholders": mail_class.placeholders().items() if mail_class else [],
            "built_in": mails.preview(mail_class, None) if mail_class else None,
            "problem": problem_in_words(text),
        }
        return super().render_change_form(request, {**context, **more}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: MailText, form: Any, change: bool) -> None:
        """Note who and when; what was wrong with the words before no longer counts."""
        obj.updated_by, obj.updated_at = cast("User", request.user), timezone.now()
        obj.problem = ""
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        views = [
            path(
                f"<str:kind>/{word}/",
                self.admin_site.admin_view(view),
                name=f"outbox_mailtext_{name}",
            )
            for word, name, view in (
                ("als-tekst", "as_text", self.text_view),
                ("opgemaakt", "as_html", self.html_view),
            )
        ]
        return [*views, *super().get_urls()]

    def text_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show the text of an invented mail with the typed words; nothing is kept."""
        form = self._typed(request, kind)
        found = self._preview(form)
        context = {"form": form, "preview": found, "label": mails.label_of(kind)}
        return render(request, "outbox/words_preview.html", context)

    def html_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show the HTML twin, shut in by its own policy; nothing is kept."""
        form = self._typed(request, kind)
        found = self._preview(form)
        if found is None:
            context = {"form": form, "preview": None, "label": mails.label_of(kind)}
            return render(request, "outbox/words_preview.html", context)
        response = HttpResponse(found.html)
        response.headers["Content-Security-Policy"] = MAIL_POLICY
        return response

    def _typed(self, request: HttpRequest, kind: str) -> MailTextForm:
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        if mails.kind_of(kind) is None:
            raise Http404
        return MailTextForm(request.POST, instance=MailText(kind=kind))

    def _preview(self, form: MailTextForm) -> mails.Preview | None:
        mail_class = mails.kind_of(form.instance.kind)
        if mail_class is None or not form.is_valid():
            return None
        return mails.preview(mail_class, form.instance)
