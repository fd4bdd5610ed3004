"""The mails that somebody has to look at: the open ones first."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from outbox import mails
from outbox.admin.mails import CLOSE, badge, done_in_words, linked
from outbox.models import MailTask, OutgoingMail
from outbox.services import close_task
from outbox.states import TROUBLED


class DoneFilter(admin.SimpleListFilter):
    """What still waits, or what was done."""

    title = "nagekeken"
    parameter_name = "nagekeken"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nee", "nog niet"), ("ja", "afgehandeld")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[MailTask]
    ) -> QuerySet[MailTask] | None:
        return queryset.filter(done_at__isnull=self.value() == "nee") if self.value() else None


class TroubleFilter(admin.SimpleListFilter):
    """What can go wrong with a mail."""

    title = "wat er misging"
    parameter_name = "wat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in TROUBLED]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[MailTask]
    ) -> QuerySet[MailTask] | None:
        return queryset.filter(state=self.value()) if self.value() else None


@admin.register(MailTask)
class MailTaskAdmin(admin.ModelAdmin[MailTask]):
    """A list with one thing to do; each line leads to its mail, and from there to the request."""

    list_display = ("mail_page", "about", "label", "state_badge", "created_at", "done")
    list_display_links = None
    list_filter = (DoneFilter, TroubleFilter)
    list_select_related = ("mail", "done_by")
    list_per_page = 25
    ordering = (F("done_at").asc(nulls_first=True), "-created_at", "pk")
    show_full_result_count = False
    actions = ("close",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Whoever may say that a mail was looked at."""
        return bool(request.user.has_perm(CLOSE))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Name what the mails of the page are about, one read per kind."""
        found = super().get_changelist_instance(request)
        rows = [task.mail for task in found.result_list]
        titles, pages = mails.titles_of(rows), mails.pages_of(rows)
        for task in found.result_list:
            key = str(task.pk)
            task.about = linked(titles[key], pages[key])
        return found

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A task has no page of its own: its mail tells everything."""
        return redirect("admin:outbox_outgoingmail_change", object_id)

    @admin.action(description="Afgehandeld", permissions=["close"])
    def close(self, request: HttpRequest, queryset: QuerySet[MailTask]) -> None:
        """Close the tasks that were ticked; each on record with its mail."""
        now, user = timezone.now(), cast("User", request.user)
        done = [
            task.mail
            for task in queryset.select_related("mail")
            if close_task(task.mail, by=user, now=now)
        ]
        for mail in done:
            self.admin_site.get_model_admin(OutgoingMail).log_change(request, mail, "Afgehandeld.")
        messages.success(request, f"Afgehandeld: {len(done)} van {len(queryset)}.")

    @admin.display(description="mail")
    def mail_page(self, obj: MailTask) -> SafeString | str:
        return linked("Bekijk de mail", reverse("admin:outbox_outgoingmail_change", args=[obj.pk]))

    @admin.display(description="over")
    def about(self, obj: MailTask) -> str:
        return getattr(obj, "about", "")

    @admin.display(description="soort", ordering="mail__kind")
    def label(self, obj: MailTask) -> str:
        return mails.label_of(obj.mail.kind)

    @admin.display(description="wat er misging", ordering="state")
    def state_badge(self, obj: MailTask) -> SafeString:
        return badge(obj)

    @admin.display(description="nagekeken", ordering="done_at")
    def done(self, obj: MailTask) -> str:
        return done_in_words(obj)
