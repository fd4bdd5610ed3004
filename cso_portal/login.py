"""The first step at /beheer/login/: name and password, in the Django admin's own form.

Wrong guesses are counted per account and per network; an account that does not exist is counted,
answered and timed like one that does.
"""

from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from privacy.networks import network_of
from privacy.throttle import Limit, Throttled, admit, forget, release

QUARTER = 15 * 60
PER_ACCOUNT = Limit("password", guesses=10, seconds=QUARTER)
# A whole office may stand behind one address.
PER_NETWORK = Limit("network", guesses=100, seconds=QUARTER)
TOO_OFTEN = "Er is te vaak geprobeerd om aan te melden. Wacht %(wait)s en probeer het dan opnieuw."

PENDING = "password_passed"
# Time to find the phone.
PENDING_SECONDS = 10 * 60


class StaffLoginForm(AdminAuthenticationForm):
    """The admin's form; while the throttle holds even the right password is not looked at."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": (
            "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Kijk ze allebei na,"
            " ook de hoofdletters."
        ),
    }
    wait = 0

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return super().clean()
        now = timezone.now()
        account = username.casefold()
        network = network_of(self.request) if self.request else "unknown"
        try:
            places = admit([(PER_NETWORK, network), (PER_ACCOUNT, account)], now=now)
        except Throttled as refused:
            self.wait = refused.wait
            raise ValidationError(
                TOO_OFTEN, code="throttled", params={"wait": refused.wait_text}
            ) from None
        cleaned = super().clean()
        release(places)
        forget(PER_ACCOUNT, account, now=now)
        return cleaned


def staff_login(
    site: AdminSite, request: HttpRequest, extra_context: dict[str, Any] | None
) -> HttpResponse:
    """As `AdminSite.login`, with our own steps behind the form."""
    if SESSION_KEY in request.session and not request.user.is_authenticated:
        # The account was disabled: its sessions stay dead, also when it is enabled again.
        request.session.flush()
    if request.method == "GET":
        if site.has_permission(request):
            return redirect("admin:index")
        if settings.STAFF_MFA_REQUIRED and waiting_user(request):
            return redirect("admin:second_step")
    context = {
        **site.each_context(request),
        "title": gettext("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        **(extra_context or {}),
    }
    if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
        context[REDIRECT_FIELD_NAME] = reverse("admin:index")
    request.current_app = site.name
    return cast(HttpResponse, PasswordStep.as_view(extra_context=context)(request))


class PasswordStep(LoginView):
    """Logs in where one step is enough; otherwise remembers the password step and asks a code."""

    template_name = "admin/login.html"
    authentication_form = StaffLoginForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        if not settings.STAFF_MFA_REQUIRED:
            return super().form_valid(form)
        remember(self.request, form.get_user(), next_url=self.get_success_url())
        return redirect("admin:second_step")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if isinstance(form, StaffLoginForm) and form.wait:
            response.status_code = 429
            response.headers["Retry-After"] = str(form.wait)
        return response


def remember(request: HttpRequest, user: User, *, next_url: str) -> None:
    """Nobody is logged in yet: the session only knows whose password was right, and when."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "next": next_url,
    }


def waiting_user(request: HttpRequest) -> User | None:
    """Whose password was right a moment ago, when the account is still as it was then."""
    pending = request.session.get(PENDING)
    if pending is None:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True, is_staff=True).first()
    fresh = timezone.now().timestamp() - pending["at"] < PENDING_SECONDS
    if user and fresh and constant_time_compare(pending["hash"], user.get_session_auth_hash()):
        user.backend = pending["backend"]
        return user
    del request.session[PENDING]
    return None
