"""The requester says whether the CSO who comes is fine (N7). Only a POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coaching.selectors.meetings import Meeting, meeting_of
from coaching.services import accept_supporter, ask_other_supporter
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.views.following import CHANGED, follow, private, seen_version

CHOOSE = "Kies een van de knoppen."


@require_http_methods(["GET", "HEAD", "POST"])
@private
def supporter_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Show who comes and ask whether that is fine; on POST, note it or look for somebody else."""
    now = timezone.now()
    consult = follow(token, today=local_date(now))
    if request.method != "POST":
        meeting = meeting_of(consult, now=now)
        if meeting is None or not meeting.may_choose:
            return redirect("request_page", token)
        return _page(request, consult, token, meeting=meeting)
    try:
        _act(request, consult, now=now)
    except StaleRequest:
        return _refused(request, token, CHANGED, now=now)
    except RuleViolation as violation:
        return _refused(request, token, violation.message, now=now)
    return redirect("request_page", token)


def _act(request: HttpRequest, consult: ConsultRequest, *, now: datetime) -> None:
    version, answer = seen_version(request), request.POST.get("answer", "")
    if answer == "fine":
        accept_supporter(consult.pk, now=now, version=version)
    elif answer.isascii() and answer.isdigit() and len(answer) < 19:
        ask_other_supporter(consult.pk, int(answer), now=now, version=version)
    else:
        raise RuleViolation(CHOOSE)


def _refused(request: HttpRequest, token: str, problem: str, *, now: datetime) -> HttpResponse:
    consult = follow(token, today=local_date(now))
    meeting = meeting_of(consult, now=now)
    return _page(request, consult, token, meeting=meeting, problem=problem)


def _page(
    request: HttpRequest,
    consult: ConsultRequest,
    token: str,
    *,
    meeting: Meeting | None,
    problem: str = "",
) -> HttpResponse:
    context = {"consult": consult, "token": token, "meeting": meeting, "problem": problem}
    status = 409 if problem else 200
    return render(request, "coaching/supporter_choice.html", context, status=status)
