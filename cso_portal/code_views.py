"""The pages to log in by a mailed code, to log out and to ask for access. Only a POST acts.

The flow is allauth's: it keeps the try in the session, counts wrong codes, ends it in time, and
does for an address that nobody has exactly what it does for one that somebody has.
"""

from typing import Any, cast

from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cso_portal.code_forms import AccessForm, AskCodeForm, CodeForm
from cso_portal.code_login import NO_LONGER, TOO_MANY, shown_code, start
from requests_app.selectors import service_settings
from requests_app.services.accounts import ask_access


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AskCode(RequestLoginCodeView):  # type: ignore[misc] # allauth ships no types
    """Asks for an address and mails a code; asking again starts afresh."""

    form_class = AskCodeForm
    template_name = "account/ask_code.html"
    http_method_names = ("get", "head", "post")

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Let somebody who waits for a code that never came try another address."""

    def form_invalid(self, form: AskCodeForm) -> HttpResponse:
        return slow_down(super().form_invalid(form), form.wait)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc] # allauth ships no types
    """Asks the code, five times at most and for ten minutes."""

    form_class = CodeForm
    template_name = "account/enter_code.html"
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why somebody who posts a code is sent back to the start."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        back = response.headers.get("Location", "") == reverse("account_request_login_code")
        if back and request.method == "POST" and not tells(request):
            messages.error(request, NO_LONGER)
        return response

    def get_form_class(self) -> type[Form]:
        return CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_form_kwargs()
        return {**found, "code": shown_code(found["code"]), "email": self._process.state["email"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show to which address the code went, and nothing else that allauth would."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {**found, "email": self._process.state["email"]}

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return slow_down(super().form_invalid(form), form.wait)


def tells(request: HttpRequest) -> bool:
    """Whether allauth said already that there were too many tries."""
    storage = cast(BaseStorage, messages.get_messages(request))
    found = any(str(message) == TOO_MANY for message in storage)
    storage.used = False
    return found


def slow_down(response: HttpResponse, wait: int) -> HttpResponse:
    """429 while too much was tried."""
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out by the button; a link that somebody follows does nothing."""
    if request.method != "POST":
        return redirect("mine")
    logout(request, show_message=False)
    messages.success(request, "Je bent uitgelogd.")
    return redirect("account_login")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_access(request: HttpRequest) -> HttpResponse:
    """Note who wants access and mail a code; the answer is the same whoever it is."""
    if request.user.is_authenticated:
        return redirect("mine")
    form = AccessForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if form.is_valid() and form.admitted(request, now=now):
        user = ask_access(form.wish, now=now)
        start(request, user=user, email=form.wish.email)
        return redirect("account_confirm_login_code")
    context = {"form": form, "service": service_settings()}
    return slow_down(render(request, "account/access.html", context), form.wait)
