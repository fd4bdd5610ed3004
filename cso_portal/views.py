"""Pages for when something goes wrong: a sentence in plain Dutch, and never a lost text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token

from requests_app.forms.fields import visible_paragraph

CSRF_FIELD = "csrfmiddlewaretoken"


# The next three hold no form, and so ask for no token: looking for one reads the posted body,
# which may be the very thing that nobody could read.
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without request and context processors: whatever broke must not break this page as well."""
    return HttpResponse(loader.get_template("errors/500.html").render(), status=500)


@never_cache
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page open too long, or cookies off: everything typed goes into a form that sends it again."""
    context = {"kept": typed_fields(request) if may_send_again(request) else []}
    return render(request, "errors/csrf.html", context, status=403)


def may_send_again(request: HttpRequest) -> bool:
    """Not for whoever is logged in: there, one click on a forged form would act in their name."""
    return not request.user.is_authenticated and not request.path.startswith(reverse("admin:index"))


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value as posted, in order, without what nobody can see; files cannot be kept."""
    return [
        (name, visible_paragraph(str(value)))
        for name, values in request.POST.lists()
        if name != CSRF_FIELD
        for value in values
    ]
