"""The requester's page and the two things that can be done there. Only a POST acts."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from requests_app import links, rules
from requests_app.errors import InvalidLink, LinkExpired, RuleViolation, StaleRequest
from requests_app.models import ConsultRequest
from requests_app.selectors import (
    awaits_feedback,
    can_follow_up,
    odd_moments_of,
    proof_of,
    question_for,
    request_for_requester,
    service_settings,
    timeline,
    turn,
    withdrawable,
)
from requests_app.services import Actor, cancel_request, withdraw_consent
from requests_app.states import ANSWERED

View = Callable[..., HttpResponse]
CHANGED = (
    "De aanvraag is intussen veranderd. Er is niets gebeurd met je keuze."
    " Kijk na wat er nu staat en kies opnieuw."
)


def private(view: View) -> View:
    """Keep a page out of caches and search engines; answer a bad link without telling why."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except LinkExpired:
            response = _dead_end(request, "requests_app/link_expired.html", status=410)
        except InvalidLink:
            response = _dead_end(request, "requests_app/link_invalid.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(wrapper)


def _dead_end(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    return render(request, template, {"service": service_settings()}, status=status)


def follow(token: str, *, today: date) -> ConsultRequest:
    """Return the request of a link; raise InvalidLink or LinkExpired."""
    pk, version = links.read_token(token)
    request = request_for_requester(pk)
    if request is None:
        raise LinkExpired  # we made this link; the request has been erased since
    if request.link_version != version:
        raise InvalidLink
    closed_on = request.closed_at and rules.local_date(request.closed_at)
    if not rules.link_valid(closed_on, today=today):
        raise LinkExpired
    return request


@require_safe
@private
def request_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the request stands."""
    today = rules.local_date(timezone.now())
    return _page(request, follow(token, today=today), token, today=today)


def _page(
    request: HttpRequest, consult: ConsultRequest, token: str, *, today: date, **extra: object
) -> HttpResponse:
    awaits_answer = consult.is_open and consult.state not in ANSWERED
    context = {
        "consult": consult,
        "token": token,
        "question": question_for(consult),
        "awaits_feedback": awaits_feedback(consult),
        "steps": timeline(consult),
        "turn": turn(consult, today=today),
        "moments": [moment.local_start for moment in consult.moments.all()],
        "warnings": odd_moments_of(consult) if awaits_answer else [],
        "can_withdraw": withdrawable(consult),
        "proof": proof_of(consult),
        "can_follow_up": can_follow_up(consult),
        "service": service_settings(),
        "problem": "",
        **extra,
    }
    status = 409 if context["problem"] else 200
    return render(request, "requests_app/request_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to cancel; on POST, cancel."""
    consult = follow(token, today=rules.local_date(timezone.now()))
    if request.method == "POST":
        return _act(request, token, cancel_request)
    if not consult.is_open:
        return redirect("request_page", token)
    return _confirm(request, consult, token, "requests_app/request_cancel.html")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the client withdraws the agreement; on POST, erase the client's data."""
    consult = follow(token, today=rules.local_date(timezone.now()))
    if request.method == "POST":
        return _act(request, token, withdraw_consent)
    if not withdrawable(consult):
        return redirect("request_page", token)
    return _confirm(request, consult, token, "requests_app/request_withdraw.html")


def _confirm(
    request: HttpRequest, consult: ConsultRequest, token: str, template: str
) -> HttpResponse:
    context = {"consult": consult, "token": token, "service": service_settings()}
    return render(request, template, context)


def _act(request: HttpRequest, token: str, action: Callable[..., ConsultRequest]) -> HttpResponse:
    """Do what was confirmed, unless the request changed since the page was opened."""
    pk, _ = links.read_token(token)
    now = timezone.now()
    try:
        action(pk, actor=Actor.requester(), now=now, version=seen_version(request))
    except StaleRequest:
        return _refused(request, token, CHANGED, today=rules.local_date(now))
    except RuleViolation as violation:
        return _refused(request, token, violation.message, today=rules.local_date(now))
    return redirect("request_page", token)


def seen_version(request: HttpRequest) -> int:
    """Return the version of the request that the page showed; 0 (never current) when absent."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else 0


def _refused(request: HttpRequest, token: str, problem: str, *, today: date) -> HttpResponse:
    return _page(request, follow(token, today=today), token, today=today, problem=problem)
