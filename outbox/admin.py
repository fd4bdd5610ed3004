"""The outbox as staff see it: to read, and to send again what failed."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from outbox import mails
from outbox.errors import NotResendable
from outbox.models import OutgoingMail
from outbox.services import resend

RESEND = "outbox.resend_outgoingmail"


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
        "about",
        "label",
        "state_badge",
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

    @admin.display(description="soort", ordering="kind")
    def label(self, obj: OutgoingMail) -> str:
        return mails.label_of(obj.kind)

    @admin.display(description="toestand", ordering="state")
    def state_badge(self, obj: OutgoingMail) -> SafeString:
        return format_html(
            '<span class="state state-{}">{}</span>', obj.state, obj.get_state_display()
        )

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<uuid:pk>/opnieuw-sturen/",
            self.admin_site.admin_view(self.resend_view),
            name="outbox_outgoingmail_resend",
        )
        return [again, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        offer = {"may_resend": request.user.has_perm(RESEND)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **offer})

    def resend_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
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
