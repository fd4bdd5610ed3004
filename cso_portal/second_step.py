"""The second step at /beheer/: a code after the password, setting the app up, and fresh codes.

Until the code is right nobody is logged in; the session only knows whose password was right.
"""

from collections.abc import Callable

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cso_portal import second_factor
from cso_portal.login import PENDING, PENDING_SECONDS, waiting_user
from cso_portal.second_step_forms import CodeForm, FirstCodeForm
from cso_portal.sessions import is_verified, mark_verified

SECRET, MAY_REPLACE = "second_factor_secret", "second_factor_replace"

View = Callable[[HttpRequest], HttpResponse]


def second_step_view(view: View) -> View:
    """GET and POST, never cached, no code in error reports; not there where one step is enough."""

    @never_cache
    @csrf_protect
    @sensitive_post_parameters("code")
    @require_http_methods(["GET", "POST"])
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_MFA_REQUIRED:
            raise Http404
        return view(request)

    return guarded


@second_step_view
def ask_code(request: HttpRequest) -> HttpResponse:
    """After the password: the code, and only then a login."""
    user = waiting_user(request)
    if user is None or "stop" in request.POST:
        request.session.pop(PENDING, None)
        return redirect("admin:login")
    if not second_factor.has_factor(user):
        return redirect("admin:second_step_set_up")
    form = CodeForm(posted(request), user=user)
    if form.is_valid():
        next_url = let_in(request, user)
        if form.used == second_factor.RECOVERY:
            warn_of_codes_left(request, user)
        return redirect(next_url)
    if not form.is_bound:
        form.fields["code"].widget.attrs["autofocus"] = True
    return answer(request, "mfa/second_step.html", form)


@second_step_view
def set_up(request: HttpRequest) -> HttpResponse:
    """Tie an app to the account: at the first login, or for another telephone."""
    replaces = may_replace(request)
    user = request.user if replaces else waiting_user(request)
    if not isinstance(user, User):
        return redirect("admin:login")
    if not replaces and second_factor.has_factor(user):
        return redirect("admin:second_step")
    if SECRET not in request.session:
        request.session[SECRET] = second_factor.new_secret()
    secret = second_factor.shown_secret(request.session[SECRET])
    form = FirstCodeForm(posted(request), secret=secret)
    if form.is_valid():
        return finish_set_up(request, user, form, replaces=replaces)
    return answer(request, "mfa/set_up.html", form, **picture(user, secret))


@second_step_view
def manage(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes or another telephone; both ask a code first, which a cookie has not."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- admin_view let only staff through
    form = CodeForm(posted(request), user=user)
    if form.is_valid():
        if "telephone" in request.POST:
            request.session[MAY_REPLACE] = timezone.now().timestamp()
            return redirect("admin:second_step_set_up")
        return show_codes(request, second_factor.renew_recovery_codes(user), reverse("admin:index"))
    left = second_factor.recovery_codes_left(user)
    return answer(request, "mfa/manage.html", form, left=left)


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def let_in(request: HttpRequest, user: User) -> str:
    """Log in for real, under a new session key; returns where the person was going."""
    next_url: str = request.session[PENDING]["next"]
    if SESSION_KEY in request.session:
        # Somebody else's, or an older login of the same person: nothing of it may stay.
        request.session.flush()
    login(request, user)
    request.session.pop(PENDING, None)
    mark_verified(request.session)
    return next_url


def may_replace(request: HttpRequest) -> bool:
    """Verified, and a code was given on the page before, a moment ago."""
    if not request.user.is_authenticated or not is_verified(request.session):
        return False
    age = timezone.now().timestamp() - request.session.get(MAY_REPLACE, 0)
    return bool(age < PENDING_SECONDS)


def finish_set_up(
    request: HttpRequest, user: User, form: FirstCodeForm, *, replaces: bool
) -> HttpResponse:
    codes = second_factor.enrol(user, form.secret, step=form.step, replace=replaces)
    del request.session[SECRET]
    request.session.pop(MAY_REPLACE, None)
    if codes is None:
        return redirect("admin:second_step")
    next_url = reverse("admin:index") if replaces else let_in(request, user)
    return show_codes(request, codes, next_url)


def show_codes(request: HttpRequest, codes: list[str], next_url: str) -> HttpResponse:
    """The answer to the POST itself: reading the page again never shows them again."""
    context = {"codes": [f"{code[:4]} {code[4:]}" for code in codes], "next_url": next_url}
    return render(request, "mfa/recovery_codes.html", context)


def warn_of_codes_left(request: HttpRequest, user: User) -> None:
    left = second_factor.recovery_codes_left(user)
    messages.warning(
        request,
        f"Je hebt een herstelcode gebruikt. Je hebt er nog {left}. "
        "Is je telefoon weg? Stel dan bij Tweede stap een andere in.",
    )


def picture(user: User, secret: str) -> dict[str, str]:
    """The QR code as data for an <img>, and the secret in groups for who types it over."""
    code = segno.make_qr(second_factor.app_address(user, secret), error="m")
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return {
        "qr": code.svg_data_uri(scale=5, dark="#000", light="#fff", border=4),
        "secret": " ".join(groups),
    }


def answer(
    request: HttpRequest, template: str, form: CodeForm | FirstCodeForm, **context: object
) -> HttpResponse:
    """The page with its form; 429 while too many codes were wrong."""
    response = render(request, template, {"form": form, **context})
    wait = getattr(form, "wait", 0)
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response


def addresses(site: AdminSite) -> list[URLPattern]:
    """For the admin site, in front of its own."""
    return [
        path("tweede-stap/", ask_code, name="second_step"),
        path("tweede-stap/instellen/", set_up, name="second_step_set_up"),
        path("tweede-stap/beheren/", site.admin_view(manage), name="second_step_manage"),
    ]
