"""What the room's own pages in the staff site share."""

from datetime import date
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

M = TypeVar("M", bound=Model)
NOTHING = "–"


class MoneyAdmin(admin.ModelAdmin[M]):
    """Lists of the room: nothing is deleted, no full counts, no bulk actions."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ["billing.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Money leaves traces."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Head the list with what it holds."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Begin the title with a capital."""
        context["title"] = capfirst(context["title"])
        return super().render_change_form(request, context, *args, **kwargs)

    def page(
        self, request: HttpRequest, name: str, *, title: str, **context: Any
    ) -> TemplateResponse:
        """Render a page of our own in the frame of the staff site."""
        return TemplateResponse(
            request,
            f"admin/billing/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "media": self.media,
                **context,
            },
        )


class KeptAdmin(MoneyAdmin[M]):
    """Rows that are only made by services: to read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Services add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was written stays."""
        return False


def person(someone: User | None) -> str:
    """Return a member of staff without a link to an account that the reader may not open."""
    return (someone.get_full_name() or someone.get_username()) if someone else NOTHING


def short(day: date | None) -> str:
    """Return a date as it stands in a table: 03/12/2026."""
    return f"{day:%d/%m/%Y}" if day else NOTHING


def as_key(text: str) -> int:
    """Return the key that stands in an address; 0, which no row has, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def allowed(request: HttpRequest, permission: str) -> User:
    """Return the member of staff who asks. Raises PermissionDenied without the permission."""
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user
