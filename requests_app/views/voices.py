"""Small forms for strangers: to get to know the service, and to tell that a page is wrong."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from privacy.networks import network_of, origin_of
from privacy.throttle import Limit, Throttled, admit
from requests_app import links
from requests_app.forms.guard import Guarded
from requests_app.forms.voices import FeedbackForm, IntroductionForm
from requests_app.selectors import service_settings
from requests_app.services import ask_introduction, report_page

LIMIT = Limit("voices", 20, 3600)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def introduction(request: HttpRequest) -> HttpResponse:
    """Let an organisation ask to get to know the service (service page, step 1)."""
    form = IntroductionForm(request.POST if request.method == "POST" else None)

    def keep(now: datetime) -> object:
        origin = origin_of(request, now=now)
        return ask_introduction(form.posting, form.kept(), origin=origin, now=now)

    if kept(request, form, keep):
        return redirect("introduction_thanks")
    return _show(request, form, "requests_app/introduction.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def feedback(request: HttpRequest) -> HttpResponse:
    """Let anybody tell that something is wrong or unclear on a page (F20)."""
    page = links.page_of(request.GET.get("pagina", ""))
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"page": page})
    if kept(request, form, lambda now: report_page(form.posting, form.kept(), now=now)):
        return redirect("feedback_thanks")
    return _show(request, form, "requests_app/feedback.html")


@require_safe
def introduction_thanks(request: HttpRequest) -> HttpResponse:
    """Say that the question is in, and what comes next."""
    return _show(request, None, "requests_app/introduction_thanks.html")


@require_safe
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    """Say that the word arrived."""
    return _show(request, None, "requests_app/feedback_thanks.html")


def kept(request: HttpRequest, form: Guarded, keep: Callable[[datetime], object]) -> bool:
    """Keep what was posted when it is valid, and not too much comes from one network."""
    if not form.is_valid():
        return False
    now = timezone.now()
    try:
        admit([(LIMIT, network_of(request))], now=now)
    except Throttled as throttled:
        form.add_error(
            None,
            "Er komen nu veel berichten van jouw netwerk. Je tekst staat er nog."
            f" Verstuur opnieuw over {throttled.wait_text}.",
        )
        return False
    keep(now)
    return True


def _show(request: HttpRequest, form: Guarded | None, template: str) -> HttpResponse:
    context = {"form": form, "service": service_settings()}
    return render(request, template, context)
