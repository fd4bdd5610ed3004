"""Asking for a CSO: the form, and the page that thanks for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from outbox.selectors import is_capped
from privacy.networks import origin_of
from requests_app import links, rules
from requests_app.errors import RuleViolation
from requests_app.forms import ActivityForm, AskForm, RequestForm, submission_of
from requests_app.forms.guard import like_a_robot
from requests_app.models import ConsultRequest
from requests_app.notifications import RequestCopy
from requests_app.selectors import (
    closing_between,
    odd_moments_of,
    prefill_for,
    request_of_submission,
    service_settings,
)
from requests_app.services import submit_request
from requests_app.views.following import follow, private

STALE_FORM = (
    "Dit formulier stond te lang open of was niet volledig. Je tekst staat er nog."
    " Kijk alles na en dien opnieuw in."
)
LIKE_A_ROBOT = (
    "Dit formulier kwam terug alsof een programma het invulde. Je tekst staat er nog."
    " Kijk alles na en dien opnieuw in."
)
NO_FILES = "Dit formulier neemt geen bestanden aan. Je tekst staat er nog. Dien opnieuw in."
TEMPLATE = "requests_app/request_new.html"
ACTIVITY_TEMPLATE = "requests_app/activity_new.html"
# Stand in the page that is kept, where each visitor's own tokens go.
CSRF_MARK = "eigen-csrf-waarde"
TOKEN_MARK = "eigen-eenmalige-waarde"  # noqa: S105 - a place, not a secret


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it."""
    return ask(request, RequestForm, TEMPLATE)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: HttpRequest) -> HttpResponse:
    """Show the lighter form of an activity, or take it (I1)."""
    return ask(request, ActivityForm, ACTIVITY_TEMPLATE)


def ask(request: HttpRequest, form_class: type[AskForm], template: str) -> HttpResponse:
    """Show a blank form, one with what we know already, or take what was posted."""
    now = timezone.now()
    today = rules.local_date(now)
    if request.method == "POST":
        return receive(request, form_class(request.POST, today=today), now=now, template=template)
    if known := known_answers(request):
        return show(request, form_class(today=today, prefill=known), template)
    response = HttpResponse(blank_page(request, form_class, template, today=today))
    response["Cache-Control"] = "private, no-cache"
    return response


def known_answers(request: HttpRequest) -> dict[str, str]:
    """Return what we know of a contact person who is logged in; others cost no statement (F4)."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    return prefill_for(request.user)


def blank_page(
    request: HttpRequest, form_class: type[AskForm], template: str, *, today: date
) -> str:
    """Return the blank form, rendered once in half a minute; only its two tokens are each one's own.

    What is kept is rendered for nobody in particular, so nothing of one visitor reaches another.
    """
    key = f"requests_app.blank_form.{template}.{today}"
    page: str | None = caches["local"].get(key)
    if page is None:
        nobody = HttpRequest()
        nobody.path = request.path
        form = form_class(today=today)
        marks = {"csrf_token": CSRF_MARK, "token": TOKEN_MARK}
        context = {**blank_context(form, action=request.path), **marks}
        page = render_to_string(template, context, nobody)
        caches["local"].set(key, page)
    own = {CSRF_MARK: get_token(request), TOKEN_MARK: links.new_submission_token()}
    for mark, token in own.items():
        page = page.replace(mark, token)
    return page


def blank_context(form: AskForm, *, action: str) -> dict[str, Any]:
    """Return what the template of the form shows, before anything was posted."""
    return {
        "form": form,
        "failed": False,
        "prefilled": False,
        "action": action,
        "token": "",
        "service": service_settings(),
    }


def receive(
    request: HttpRequest, form: AskForm, *, now: datetime, template: str = TEMPLATE
) -> HttpResponse:
    """Store a valid request once, whatever comes twice; else show what to mend."""
    token = links.read_submission_token(request.POST.get("token", ""))
    if token is None:
        form.add_error(None, STALE_FORM)
    elif stored := submitted(request, form, token, now=now):
        return thank(stored, now=now)
    return show(request, form, template)


def submitted(
    request: HttpRequest, form: AskForm, token: UUID, *, now: datetime
) -> ConsultRequest | None:
    """Return the request that this posting made, or that the same form made before."""
    if request.FILES:
        form.add_error(None, NO_FILES)
    if like_a_robot(request.POST):
        form.add_error(None, LIKE_A_ROBOT)
    if form.is_valid():
        try:
            origin = origin_of(request, now=now)
            return submit_request(submission_of(form, token), now=now, origin=origin)
        except RuleViolation as violation:
            form.refuse(violation)
    return request_of_submission(token)


@never_cache
def show(request: HttpRequest, form: AskForm, template: str = TEMPLATE) -> HttpResponse:
    """Show a form of one visitor: what to mend, or what we filled in already."""
    context = {
        **blank_context(form, action=request.path),
        "failed": form.is_bound,
        "prefilled": not form.is_bound,
        "token": token_after(request.POST) if form.is_bound else links.new_submission_token(),
    }
    return render(request, template, context)


def token_after(posted: QueryDict) -> str:
    """Return the token of a form that goes back; one that is good stays, so resending is harmless."""
    token = posted.get("token", "")
    key = links.read_submission_token(token)
    return links.seen_submission_token(key) if key is None or like_a_robot(posted) else token


def thank(stored: ConsultRequest, *, now: datetime) -> HttpResponse:
    """Lead to the thanks page; say so when the request was there before this posting."""
    address = reverse("request_thanks", args=[links.token_for(stored)])
    return redirect(address if stored.submitted_at == now else f"{address}?al=1")


@require_safe
@private
def request_thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the request is in, what happens next and by when."""
    now = timezone.now()
    consult = follow(token, today=rules.local_date(now))
    context = {
        "consult": consult,
        "token": token,
        "answer_due": rules.in_words(consult.answer_due),
        "closings": closing_between(rules.local_date(consult.submitted_at), consult.answer_due),
        "copy_held": is_capped(RequestCopy.kind, str(consult.pk), now=now),
        "warnings": odd_moments_of(consult),
        "again": "al" in request.GET,
        "service": service_settings(),
    }
    return render(request, "requests_app/request_thanks.html", context)
