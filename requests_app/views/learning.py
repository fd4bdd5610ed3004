"""The client agrees to anonymous learning from the talk, or not any more (C6). Only a POST acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from requests_app import rules
from requests_app.errors import RuleViolation
from requests_app.forms.learning import LearningForm
from requests_app.models import ConsultRequest
from requests_app.selectors import catalogue, proof_of, service_settings
from requests_app.services import Actor, give_learning, withdraw_learning
from requests_app.views.following import follow, private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_learning(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text and what the client said; on POST, record what the client says now."""
    now = timezone.now()
    consult = follow(token, today=rules.local_date(now))
    proof = proof_of(consult)
    if proof is None or not proof.stands:
        return redirect("request_page", token)
    form = LearningForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, consult, token, form)
    if "stop" in request.POST:
        withdraw_learning(consult.pk, actor=Actor.requester(), now=now)
        return redirect("request_page", token)
    if form.is_valid():
        shown = form.cleaned_data["learning_version"]
        try:
            give_learning(consult.pk, shown=shown, actor=Actor.requester(), now=now)
        except RuleViolation as violation:
            form.add_error("learning", violation.message)
        else:
            return redirect("request_page", token)
    return _show(request, consult, token, form)


def _show(
    request: HttpRequest, consult: ConsultRequest, token: str, form: LearningForm
) -> HttpResponse:
    context = {
        "consult": consult,
        "token": token,
        "form": form,
        "proof": proof_of(consult),
        "text": catalogue().learning_text,
        "service": service_settings(),
    }
    return render(request, "requests_app/request_learning.html", context)
