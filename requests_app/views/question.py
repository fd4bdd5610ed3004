"""The requester answers a question of the coaches. Only a POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from requests_app.errors import IllegalTransition, RuleViolation, StaleRequest
from requests_app.forms.following import AnswerForm
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.selectors import question_for
from requests_app.services import answer_question
from requests_app.views.following import follow, private, seen_version

CHANGED = (
    "De aanvraag is intussen veranderd. Je antwoord is nog niet verstuurd. Kijk na wat er nu staat."
)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; on POST, keep the answer and tell the coaches."""
    now = timezone.now()
    consult = follow(token, today=local_date(now))
    if request.method != "POST":
        return _page(request, consult, token, AnswerForm())
    form = AnswerForm(request.POST)
    if form.is_valid() and _answered(request, consult, form, now=now):
        return redirect("request_page", token)
    return _page(request, follow(token, today=local_date(now)), token, form)


def _answered(
    request: HttpRequest, consult: ConsultRequest, form: AnswerForm, *, now: datetime
) -> bool:
    body = form.cleaned_data["answer"]
    try:
        answer_question(consult.pk, body, now=now, version=seen_version(request))
    except (StaleRequest, IllegalTransition):
        form.add_error(None, CHANGED)
    except RuleViolation as violation:
        form.refuse(violation)
    return form.is_valid()


def _page(
    request: HttpRequest, consult: ConsultRequest, token: str, form: AnswerForm
) -> HttpResponse:
    """Show the question; what was typed too, even when nobody waits for it any more."""
    context = {
        "consult": consult,
        "token": token,
        "form": form,
        "question": question_for(consult),
        "typed": form["answer"].value() or "",
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "requests_app/request_answer.html", context, status=status)
