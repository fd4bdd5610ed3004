"""The pages that only tell something."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.forms.fields import visible_line
from requests_app.selectors import catalogue, known_names, service_settings


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a CSO does, for whom, in which languages, at what price."""
    lists = catalogue()
    context = {
        "service": service_settings(),
        "languages": [name for _, name in lists.languages],
        "organisation_types": [name for _, name in lists.organisation_types],
    }
    return render(request, "requests_app/home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which data, why, how long, and whose rights."""
    return render(request, "requests_app/privacy.html", {"service": service_settings()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Bestuursdecreet art. II.16)."""
    return render(request, "requests_app/accessibility.html", {"service": service_settings()})


@require_safe
@cache_control(max_age=300, private=True)
def organisation_names(request: HttpRequest) -> JsonResponse:
    """Names of organisations that a coach has checked, for the hint under the name field."""
    return JsonResponse({"names": known_names(visible_line(request.GET.get("q", "")))})
