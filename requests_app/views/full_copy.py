"""The whole request, client block included, after a code that was mailed (T5). Only a POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from privacy.networks import network_of, origin_of
from privacy.throttle import Limit, Throttled, admit
from requests_app import codes, rules
from requests_app.errors import RuleViolation
from requests_app.forms.following import CodeForm
from requests_app.models import ConsultRequest
from requests_app.selectors.full_copy import whole_request
from requests_app.services import send_code, use_code
from requests_app.views.following import follow, private

HOUR = 60 * 60
PER_REQUEST = Limit("full-copy", guesses=5, seconds=HOUR)
PER_NETWORK = Limit("full-copy-network", guesses=30, seconds=HOUR)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_full(request: HttpRequest, token: str) -> HttpResponse:
    """Show the whole request to who gave a code; on POST, send one, judge one, or close."""
    now = timezone.now()
    consult = follow(token, today=rules.local_date(now))
    if request.method == "POST":
        return _act(request, consult, token, now=now)
    if codes.is_unlocked(request.session, consult, now=now):
        return _whole(request, consult, token, now=now)
    return _locked(request, consult, token, now=now)


def _act(
    request: HttpRequest, consult: ConsultRequest, token: str, *, now: datetime
) -> HttpResponse:
    match request.POST.get("doe"):
        case "stuur":
            return _send(request, consult, token, now=now)
        case "sluit":
            codes.close(request.session, consult, now=now)
            return redirect("request_page", token)
        case _:
            return _judge(request, consult, token, now=now)


def _send(
    request: HttpRequest, consult: ConsultRequest, token: str, *, now: datetime
) -> HttpResponse:
    try:
        admit([(PER_NETWORK, network_of(request)), (PER_REQUEST, str(consult.pk))], now=now)
        send_code(consult.pk, now=now, origin=origin_of(request, now=now))
    except Throttled as refused:
        problem = f"Je vroeg al enkele codes. Probeer het opnieuw over {refused.wait_text}."
    except RuleViolation as violation:
        problem = violation.message
    else:
        return redirect("request_full", token)
    return _locked(request, consult, token, now=now, problem=problem)


def _judge(
    request: HttpRequest, consult: ConsultRequest, token: str, *, now: datetime
) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _locked(request, consult, token, now=now, form=form)
    try:
        use_code(consult.pk, form.cleaned_data["code"], now=now)
    except RuleViolation as violation:
        if codes.waiting(consult, now=now) is None:
            return _locked(request, consult, token, now=now, problem=violation.message)
        form.refuse(violation)
        return _locked(request, consult, token, now=now, form=form)
    codes.unlock(request.session, consult, now=now)
    return redirect("request_full", token)


def _whole(
    request: HttpRequest, consult: ConsultRequest, token: str, *, now: datetime
) -> HttpResponse:
    until = codes.open_until(request.session, consult, now=now)
    context = {
        "consult": consult,
        "token": token,
        "until": until,
        "seen": whole_request(consult),
        "moments": [moment.local_start for moment in consult.moments.all()],
    }
    return render(request, "requests_app/request_full.html", context)


def _locked(
    request: HttpRequest,
    consult: ConsultRequest,
    token: str,
    *,
    now: datetime,
    form: CodeForm | None = None,
    problem: str = "",
) -> HttpResponse:
    context = {
        "consult": consult,
        "token": token,
        "form": form or CodeForm(),
        "waiting": codes.waiting(consult, now=now),
        "blocked": codes.is_blocked(consult),
        "minutes": int(codes.VALID.total_seconds() // 60),
        "problem": problem,
    }
    status = 409 if problem else 200
    return render(request, "requests_app/request_full_locked.html", context, status=status)
