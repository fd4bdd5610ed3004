"""Who may log in at /mijn/ for which organisation: a coach decides, one person at a time."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from requests_app.errors import RuleViolation
from requests_app.forms.fields import visible_line
from requests_app.models import ContactPerson
from requests_app.selectors.contacts import is_proven
from requests_app.selectors.doubts import doubts_about
from requests_app.selectors.organisations import organisations_like
from requests_app.services.accounts import confirm_contact, end_contact

CHANGE = "requests_app.change_contactperson"
WAITING, CONFIRMED, ENDED = "wacht", "bevestigd", "gestopt"


class StateFilter(admin.SimpleListFilter):
    """Who waits, who is confirmed, who stopped."""

    title = "toestand"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the three words."""
        return [(word, word) for word in (WAITING, CONFIRMED, ENDED)]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ContactPerson]
    ) -> QuerySet[ContactPerson]:
        """Keep those in the chosen state."""
        ended = queryset.filter(ended_at__isnull=False)
        there = queryset.filter(ended_at__isnull=True)
        chosen = {
            WAITING: there.filter(confirmed_at__isnull=True),
            CONFIRMED: there.filter(confirmed_at__isnull=False),
            ENDED: ended,
        }
        return chosen.get(self.value() or "", queryset)


@admin.register(ContactPerson)
class ContactPersonAdmin(admin.ModelAdmin[ContactPerson]):
    """The list, who waits first; a row leads to the page where a coach decides."""

    list_display = ("name", "email", "place", "state", "asked")
    list_display_links = ("name",)
    list_filter = (StateFilter,)
    list_per_page = 50
    list_select_related = ("user", "organisation")
    search_fields = ("name", "user__email", "organisation__name", "organisation_name")
    search_help_text = "Zoek op naam, e-mailadres of organisatie."
    show_full_result_count = False
    actions = None

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Put who stopped last and who waits first; then the newest."""
        return [
            F("ended_at").asc(nulls_first=True),
            F("confirmed_at").asc(nulls_first=True),
            "-asked_at",
            "pk",
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People ask for access themselves, so that their address is proven."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Access is stopped, and erased two years later."""
        return False

    @admin.display(description="e-mail", ordering="user__email")
    def email(self, obj: ContactPerson) -> str:
        """Return the address of the account."""
        return obj.user.email

    @admin.display(description="organisatie", ordering="organisation__name")
    def place(self, obj: ContactPerson) -> str:
        """Return the organisation; as the person typed it while nobody confirmed."""
        return obj.organisation.name if obj.organisation else f"“{obj.organisation_name}”"

    @admin.display(description="toestand")
    def state(self, obj: ContactPerson) -> str:
        """Return where it stands, in words."""
        return state_of(obj)

    @admin.display(description="gevraagd op", ordering="asked_at")
    def asked(self, obj: ContactPerson) -> str:
        """Return the day of asking."""
        return f"{timezone.localtime(obj.asked_at):%d/%m/%Y}"

    def get_urls(self) -> list[URLPattern]:
        """Add the page where a coach decides."""
        view = self.admin_site.admin_view(self.decide_view)
        name = "requests_app_contactperson_decide"
        return [path("<int:pk>/beslissen/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """There is one page for a person."""
        return redirect("admin:requests_app_contactperson_decide", as_key(object_id))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is known and what is odd; on POST confirm, or refuse or stop."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        people = ContactPerson.objects.select_related("user", "organisation", "confirmed_by")
        contact = get_object_or_404(people.order_by(), pk=pk)
        if request.method == "POST":
            return self._decide(request, contact)
        return self._page(request, contact)

    def _decide(self, request: HttpRequest, contact: ContactPerson) -> HttpResponse:
        if not isinstance(request.user, User) or not request.user.has_perm(CHANGE):
            raise PermissionDenied
        try:
            if "stop" in request.POST:
                end_contact(contact.pk, now=timezone.now())
                done = "De toegang is gestopt. Wie ingelogd was, is dat niet meer."
            else:
                chosen = as_key(request.POST.get("organisation", ""))
                confirm_contact(contact.pk, chosen, by=request.user, now=timezone.now())
                done = "De toegang is bevestigd. De contactpersoon krijgt een mail."
        except RuleViolation as violation:
            return self._page(request, contact, problem=violation.message)
        self.log_change(request, contact, done)
        messages.success(request, done)
        return redirect("admin:requests_app_contactperson_changelist")

    def _page(
        self, request: HttpRequest, contact: ContactPerson, *, problem: str = ""
    ) -> TemplateResponse:
        asked = visible_line(request.GET.get("zoek", "")).strip()
        waits = contact.confirmed_at is None and contact.ended_at is None
        found = organisations_like(asked or contact.organisation_name) if waits else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": contact.name,
            "contact": contact,
            "state": state_of(contact),
            "proven": is_proven(contact),
            "waits": waits,
            "may_decide": request.user.has_perm(CHANGE) and contact.ended_at is None,
            "asked": asked,
            "candidates": doubts_about(contact, found),
            "problem": problem,
            "list_url": reverse("admin:requests_app_contactperson_changelist"),
        }
        status = 409 if problem else 200
        return TemplateResponse(request, "admin/requests_app/contact.html", context, status=status)


def state_of(contact: ContactPerson) -> str:
    """Return where somebody's access stands, in words."""
    if contact.ended_at is not None:
        return ENDED
    if contact.confirmed_at is not None:
        return CONFIRMED
    return WAITING if is_proven(contact) else "wacht, adres nog niet bewezen"


def as_key(text: str) -> int:
    """Return the key that was posted; 0, which no row has, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
