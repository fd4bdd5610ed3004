"""The queue, the screen of one request and its tiny forms. Every button calls one service."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coaching import permissions
from coaching.admin.actions import BY_SLUG, Desk, DeskAction, Step, note, offered, write_note
from coaching.admin.filters import ALL, NAME, QueueFilter
from coaching.admin.paging import ShortPaginator
from coaching.errors import SupporterTaken
from coaching.forms.desk import DeskForm
from coaching.models import DeskRequest
from coaching.selectors.detail import desk_request, detail_of
from coaching.selectors.queue import queue_rows, with_talks
from coaching.services import open_client_block
from requests_app.choices import Action
from requests_app.errors import Busy, IllegalTransition, RuleViolation, StaleRequest
from requests_app.models.request import BY_LATEST_USEFUL_ANSWER
from requests_app.rules import local_date
from requests_app.services.transitions import who_was_faster
from requests_app.states import next_state

CONFLICTS = (Busy, IllegalTransition, StaleRequest, SupporterTaken)
NOTE = DeskAction("nota", Action.TAKE, "Bewaar nota", "De nota is bewaard.", write_note, note)


@admin.register(DeskRequest)
class DeskRequestAdmin(admin.ModelAdmin[DeskRequest]):
    """The coaches' desk. Nothing is edited here; a request moves through its actions."""

    list_display = ("reference",)
    list_filter = (QueueFilter,)
    list_per_page = 25
    list_max_show_all = 25
    list_select_related = ("organisation", "language", "coach", "activity")
    search_fields = ("reference", "organisation__name", "requester_name")
    search_help_text = "Zoek op nummer, organisatie of naam van de hulpverlener."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = ShortPaginator
    sortable_by = ()
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A request comes from the form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A request has a history."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the requests with what the flags need."""
        return with_talks(super().get_queryset(request), today=local_date(timezone.now()))

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """The latest useful answer first (N4); where closed ones are shown too, the newest first."""
        if request.GET.get(NAME) == ALL:
            return ("-submitted_at", "pk")
        return BY_LATEST_USEFUL_ANSWER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the queue in rows with words."""
        extra = {"title": "Aanvragen", "chosen_list": request.GET.get(NAME, "")}
        response = super().changelist_view(request, {**extra, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data:
            changelist = response.context_data.get("cl")
            if changelist is not None:
                response.context_data |= _page(changelist)
        return response

    def get_urls(self) -> list[URLPattern]:
        """Put the desk's own pages before those of Django."""
        wrap = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/change/", wrap(self.detail), name="coaching_deskrequest_change"),
            path("<uuid:pk>/client/", wrap(self.client), name="coaching_deskrequest_client"),
            path("<uuid:pk>/nota/", wrap(self.note), name="coaching_deskrequest_note"),
            path("<uuid:pk>/<slug:slug>/", wrap(self.action), name="coaching_deskrequest_action"),
        ]
        changelist = [
            url for url in super().get_urls() if url.name == "coaching_deskrequest_changelist"
        ]
        return [*changelist, *own]

    @method_decorator([never_cache, require_safe])
    def detail(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show one request on one screen."""
        return self._detail(request, self._desk(request, pk))

    @method_decorator([never_cache, require_http_methods(["POST"])])
    def client(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show what was written about the client; every time is logged."""
        desk = self._desk(request, pk)
        if not permissions.may_see_client(request.user):
            raise PermissionDenied
        block = open_client_block(desk.request, route=request.path, by=desk.by, now=desk.now)
        return self._render(request, desk, "admin/coaching/client.html", {"seen": block})

    @method_decorator([never_cache, require_http_methods(["POST"])])
    def note(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Add an internal note."""
        desk = self._desk(request, pk, acting=True)
        form = NOTE.form(desk, request.POST, {})
        if form.is_valid():
            return self._act(request, desk, NOTE, form)
        return self._detail(request, desk, note_form=form)

    @method_decorator([never_cache, require_http_methods(["GET", "HEAD", "POST"])])
    def action(self, request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
        """Show the tiny form of an action; on POST, call its service."""
        action = BY_SLUG.get(slug)
        if action is None:
            raise Http404
        desk = self._desk(request, pk, acting=True)
        posted = request.POST if request.method == "POST" else None
        form = action.form(desk, posted, request.GET)
        if posted is not None and posted.get("version") != str(desk.request.version):
            form.refuse(StaleRequest(who_was_faster(desk.request)))
            return self._form(request, desk, action, form, status=409)
        if not action.is_offered(desk):
            return self._not_now(request, desk, action)
        if form.is_valid():
            return self._act(request, desk, action, form)
        return self._form(request, desk, action, form)

    def _act(
        self, request: HttpRequest, desk: Desk, action: DeskAction, form: DeskForm
    ) -> HttpResponse:
        step = Step(desk.request.pk, form.cleaned_data, by=desk.by, now=desk.now)
        try:
            action.run(step)
        except RuleViolation as violation:
            form.refuse(violation)
            status = 409 if isinstance(violation, CONFLICTS) else 200
            return self._form(request, desk, action, form, status=status)
        self.log_change(request, desk.request, action.label)
        messages.success(request, action.done)
        return redirect("admin:coaching_deskrequest_change", desk.request.pk)

    def _not_now(self, request: HttpRequest, desk: Desk, action: DeskAction) -> HttpResponse:
        try:
            if action.action is not None:
                next_state(desk.request.state, action.action)
        except IllegalTransition as violation:
            messages.error(request, violation.message)
        else:
            messages.error(
                request, f"“{action.label}” kan nu niet: kijk na wanneer het gesprek is."
            )
        return redirect("admin:coaching_deskrequest_change", desk.request.pk)

    def _form(
        self,
        request: HttpRequest,
        desk: Desk,
        action: DeskAction,
        form: DeskForm,
        *,
        status: int = 200,
    ) -> HttpResponse:
        context = {"action": action, "form": form}
        return self._render(request, desk, "admin/coaching/action.html", context, status=status)

    def _detail(
        self, request: HttpRequest, desk: Desk, *, note_form: DeskForm | None = None
    ) -> HttpResponse:
        may_act = permissions.may_act(request.user)
        actions = offered(desk) if may_act else []
        context = {
            "detail": detail_of(desk.request, now=desk.now),
            "actions": actions,
            "plan_slug": next((each.slug for each in actions if each.is_planning), ""),
            "note_form": (note_form or NOTE.form(desk, None, {})) if may_act else None,
            "may_see_client": permissions.may_see_client(request.user),
        }
        return self._render(request, desk, "admin/coaching/detail.html", context)

    def _render(
        self,
        request: HttpRequest,
        desk: Desk,
        template: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": desk.request.reference,
            "consult": desk.request,
            "list_url": reverse("admin:coaching_deskrequest_changelist"),
        }
        return TemplateResponse(request, template, {**shared, **context}, status=status)

    def _desk(self, request: HttpRequest, pk: UUID, *, acting: bool = False) -> Desk:
        """Return the request for who may see it, or act on it; 403 and 404 otherwise."""
        may = permissions.may_act if acting else permissions.may_view_desk
        if not may(request.user):
            raise PermissionDenied
        now = timezone.now()
        found = desk_request(pk, now=now)
        if found is None:
            raise Http404
        return Desk(found, cast("User", request.user), now)


def _page(changelist: ChangeList) -> dict[str, Any]:
    """Return the rows of a page of the queue and the way to its neighbours."""
    # A list of one page is shown whatever number was asked for; Django keeps that number.
    page = changelist.paginator.get_page(changelist.page_num)
    number = page.number
    return {
        "rows": queue_rows(changelist.result_list, now=timezone.now()),
        "page": page,
        "previous_query": changelist.get_query_string({PAGE_VAR: number - 1}),
        "next_query": changelist.get_query_string({PAGE_VAR: number + 1}),
    }
