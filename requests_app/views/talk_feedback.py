"""Three questions after the talk (R5). Only a POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.forms.following import FeedbackForm
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.selectors import awaits_feedback
from requests_app.services import Answers, give_feedback
from requests_app.views.following import follow, private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def talk_feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how the talk went; on POST, keep the answers. Who answered before is thanked."""
    now = timezone.now()
    consult = follow(token, today=local_date(now))
    if consult.state != State.COMPLETED:
        return redirect("request_page", token)
    if not awaits_feedback(consult):
        return _thanks(request, consult, token)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _given(consult, form, now=now):
        return redirect("talk_feedback", token)
    context = {"consult": consult, "token": token, "form": form}
    return render(request, "requests_app/talk_feedback.html", context)


def _given(consult: ConsultRequest, form: FeedbackForm, *, now: datetime) -> bool:
    try:
        give_feedback(consult.pk, Answers(**form.cleaned_data), now=now)
    except RuleViolation as violation:
        form.refuse(violation)
        return False
    return True


def _thanks(request: HttpRequest, consult: ConsultRequest, token: str) -> HttpResponse:
    context = {"consult": consult, "token": token, "given": hasattr(consult, "feedback")}
    return render(request, "requests_app/talk_feedback_thanks.html", context)
