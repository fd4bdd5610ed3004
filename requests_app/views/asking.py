"""Asking for a CSO: the form, and the page that thanks for it."""

from datetime import date, datetime
from uuid import UUID

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from requests_app import links, rules
from requests_app.errors import RuleViolation
from requests_app.forms import RequestForm, submission_of
from requests_app.models import ConsultRequest
from requests_app.selectors import odd_moments_of, request_of_submission, service_settings
from requests_app.services import submit_request
from requests_app.views.following import follow, private

STALE_FORM = (
    "Dit formulier stond te lang open of was niet volledig. Je tekst staat er nog."
    " Kijk alles na en dien opnieuw in."
)
TEMPLATE = "requests_app/request_new.html"
# Stand in the page that is kept, where each visitor's own tokens go.
CSRF_MARK = "eigen-csrf-waarde"
TOKEN_MARK = "eigen-eenmalige-waarde"  # noqa: S105 - a place, not a secret
NO_FILES = "Dit formulier neemt geen bestanden aan. Je tekst staat er nog. Dien opnieuw in."


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it."""
    now = timezone.now()
    if request.method == "POST":
        return receive(request, now=now)
    response = HttpResponse(blank_page(request, today=rules.local_date(now)))
    response["Cache-Control"] = "private, no-cache"
    return response


def blank_page(request: HttpRequest, *, today: date) -> str:
    """Return the blank form, rendered once in half a minute; only its two tokens are each one's own.

    What is kept is rendered for nobody in particular, so nothing of one visitor reaches another.
    """
    key = f"requests_app.blank_form.{today}"
    page: str | None = caches["local"].get(key)
    if page is None:
        nobody = HttpRequest()
        nobody.path = request.path
        form = RequestForm(today=today)
        marks = {"csrf_token": CSRF_MARK, "token": TOKEN_MARK}
        context = {"form": form, "failed": False, "service": service_settings(), **marks}
        page = render_to_string(TEMPLATE, context, nobody)
        caches["local"].set(key, page)
    own = {CSRF_MARK: get_token(request), TOKEN_MARK: links.new_submission_token()}
    for mark, token in own.items():
        page = page.replace(mark, token)
    return page


@never_cache
def receive(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """Store a valid request once, whatever comes twice; else show what to mend."""
    token = links.read_submission_token(request.POST.get("token", ""))
    form = RequestForm(request.POST, today=rules.local_date(now))
    if token is None:
        form.add_error(None, STALE_FORM)
    elif stored := submitted(request, form, token, now=now):
        return thank(stored, now=now)
    return show(request, form)


def submitted(
    request: HttpRequest, form: RequestForm, token: UUID, *, now: datetime
) -> ConsultRequest | None:
    """Return the request that this posting made, or that the same form made before."""
    if request.FILES:
        form.add_error(None, NO_FILES)
    if form.is_valid():
        try:
            return submit_request(submission_of(form, token), now=now)
        except RuleViolation as violation:
            form.refuse(violation)
    return request_of_submission(token)


def show(request: HttpRequest, form: RequestForm) -> HttpResponse:
    """Show what to mend; a token that is still good stays, so that resending stays harmless."""
    posted = request.POST.get("token", "")
    context = {
        "form": form,
        "failed": True,
        "token": posted if links.read_submission_token(posted) else links.new_submission_token(),
        "service": service_settings(),
    }
    return render(request, TEMPLATE, context)


def thank(stored: ConsultRequest, *, now: datetime) -> HttpResponse:
    """Lead to the thanks page; say so when the request was there before this posting."""
    address = reverse("request_thanks", args=[links.token_for(stored)])
    return redirect(address if stored.submitted_at == now else f"{address}?al=1")


@require_safe
@private
def request_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the request is in, what happens next and by when."""
    consult = follow(token, today=rules.local_date(timezone.now()))
    context = {
        "consult": consult,
        "token": token,
        "answer_due": rules.in_words(consult.answer_due),
        "warnings": odd_moments_of(consult),
        "again": "al" in request.GET,
        "service": service_settings(),
    }
    return render(request, "requests_app/request_thanks.html", context)
