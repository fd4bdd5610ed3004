"""Every mail: to read, and to send again what did not arrive."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from outbox import mails
from outbox.errors import NotResendable
from outbox.models import MailTask, OutgoingMail
from outbox.services import close_task, resend

RESEND = "outbox.resend_outgoingmail"
CLOSE = "outbox.change_mailtask"


class KindFilter(admin.SimpleListFilter):
    """The kinds of mail by their names for staff."""

    title = "soort"
    parameter_name = "soort"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(each.kind, each.label()) for each in mails.registered()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail]
    ) -> QuerySet[OutgoingMail]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


def badge(row: OutgoingMail | MailTask) -> SafeString:
    """The state in words; what needs a person is red (admin_theme.css)."""
    return format_html('<span class="state state-{}">{}</span>', row.state, row.get_state_display())


def done_in_words(task: MailTask) -> str:
    """Who looked at the mail when; or that somebody still has to."""
    if task.done_at is None:
        return "nog niet"
    moment = date_format(timezone.localtime(task.done_at), "j F Y, H.i")
    return f"{moment} uur, door {task.done_by}" if task.done_by else f"{moment} uur"


def linked(title: str, page: str) -> SafeString | str:
    """What a mail is about, with a way to it for who may go there."""
    return format_html('<a href="{}">{}</a>', page, title) if page else title


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin[OutgoingMail]):
    change_form_template = "outbox/admin_change_form.html"
    list_display = ("created_at", "about", "label", "state_badge", "tries", "error_code")
    list_display_links = ("created_at", "about")
    list_filter = ("state", KindFilter)
    list_per_page = 25
    search_fields = ("ref",)  # the box; what it finds stands in get_search_results
    search_help_text = "Zoek op het nummer van de aanvraag."
    show_full_result_count = False
    actions = None
    fields = (
        "about_page",
        "label",
        "state_badge",
        "looked_at",
        "event",
        "error_code",
        "tries",
        "created_at",
        "not_before",
        "sent_at",
        "message_id",
        "provider_id",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Name what the mails of the page are about, one read per kind."""
        found = super().get_changelist_instance(request)
        titles = mails.titles_of(found.result_list)
        for row in found.result_list:
            row.about = titles[str(row.pk)]
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail], search_term: str
    ) -> tuple[QuerySet[OutgoingMail], bool]:
        """Find the mails about the request with this number."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(ref__in=mails.refs_of(search_term.strip())), False

    @admin.display(description="over")
    def about(self, obj: OutgoingMail) -> str:
        return getattr(obj, "about", None) or mails.titles_of([obj])[str(obj.pk)]

    @admin.display(description="over")
    def about_page(self, obj: OutgoingMail) -> SafeString | str:
        return linked(self.about(obj), mails.pages_of([obj])[str(obj.pk)])

    @admin.display(description="nagekeken")
    def looked_at(self, obj: OutgoingMail) -> str:
        """Who looked at it when; or that somebody still has to."""
        task = MailTask.objects.select_related("done_by").filter(mail=obj).first()
        return "niet nodig" if task is None else done_in_words(task)

    @admin.display(description="soort", ordering="kind")
    def label(self, obj: OutgoingMail) -> str:
        return mails.label_of(obj.kind)

    @admin.display(description="toestand", ordering="state")
    def state_badge(self, obj: OutgoingMail) -> SafeString:
        return badge(obj)

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<uuid:pk>/opnieuw-sturen/",
            self.admin_site.admin_view(self.resend_view),
            name="outbox_outgoingmail_resend",
        )
        done = path(
            "<uuid:pk>/afgehandeld/",
            self.admin_site.admin_view(self.close_view),
            name="outbox_outgoingmail_close",
        )
        return [again, done, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        offer = {
            "may_resend": request.user.has_perm(RESEND),
            "may_close": request.user.has_perm(CLOSE),
            "title": self._title(object_id),
            "subtitle": None,
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **offer})

    def _title(self, pk: str) -> str:
        """What kind of mail this is: its key says nothing to a person."""
        try:
            mail = OutgoingMail.objects.filter(pk=pk).first()
        except ValidationError:
            mail = None
        return mails.label_of(mail.kind) if mail else "Mail"

    def resend_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """POST only: put the mail back in the queue."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if request.user.is_anonymous or not request.user.has_perm(RESEND):
            raise PermissionDenied
        mail = get_object_or_404(OutgoingMail, pk=pk)
        try:
            resend(mail, by=request.user, now=timezone.now())
        except NotResendable as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, mail, "Opnieuw gestuurd.")
            messages.success(request, "De mail vertrekt zo opnieuw.")
        return redirect("admin:outbox_outgoingmail_change", pk)

    def close_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """POST only: write down that somebody looked at the mail."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if request.user.is_anonymous or not request.user.has_perm(CLOSE):
            raise PermissionDenied
        mail = get_object_or_404(OutgoingMail, pk=pk)
        if close_task(mail, by=request.user, now=timezone.now()):
            self.log_change(request, mail, "Afgehandeld.")
            messages.success(request, "Deze mail is afgehandeld.")
        else:
            messages.info(request, "Aan deze mail is niets meer na te kijken.")
        return redirect("admin:outbox_outgoingmail_change", pk)
