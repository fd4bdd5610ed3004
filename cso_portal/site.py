"""The staff site at /beheer/."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cso_portal import second_step
from cso_portal.login import staff_login
from cso_portal.passwords import PasswordChange
from cso_portal.sessions import is_verified

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# The day's work first; what is rarely changed comes last.
ROOM_ORDER = ("coaching", "billing", "requests_app", "outbox", "privacy")


def without_nul(view: View) -> View:
    """Refuse an address with a NUL in its query: PostgreSQL cannot even look for one."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("NUL in the query")
        return view(request, *args, **kwargs)

    return cast("View", wrapper)


class PortalAdminSite(AdminSite):
    """The Django admin under the portal's own name."""

    site_header = "CSO-portaal"
    site_title = "CSO-portaal"
    index_title = "Beheer"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff who passed every step that is asked, whichever way the session was made."""
        one_step = not settings.STAFF_MFA_REQUIRED
        return super().has_permission(request) and (one_step or is_verified(request.session))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Put the rooms in the order of the work; what is not ours comes after them."""
        rooms = {name: place for place, name in enumerate(ROOM_ORDER)}
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: rooms.get(app["app_label"], len(rooms)))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [*second_step.addresses(self), *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return super().admin_view(without_nul(view), cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "two_steps": settings.STAFF_MFA_REQUIRED}

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return staff_login(self, request, extra_context)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Call a room by its name."""
        rooms = {app["app_label"]: app["name"] for app in self.get_app_list(request, app_label)}
        title = {"title": rooms.get(app_label, self.index_title)}
        return super().app_index(request, app_label, {**title, **(extra_context or {})})

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {**self.each_context(request), **(extra_context or {})}
        return cast(TemplateResponse, PasswordChange.as_view(extra_context=context)(request))
