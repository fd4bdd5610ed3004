"""The requester answers a proposal of other moments. Only a POST acts."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coaching.errors import StaleProposal
from coaching.forms.answer import NONE, ProposalAnswerForm
from coaching.selectors import open_proposal
from coaching.services import choose_moment, refuse_proposal
from requests_app.errors import RuleViolation
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.views.following import follow, private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def proposal_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the proposed moments; on POST, choose one, or say that none fits and what does."""
    now = timezone.now()
    consult = follow(token, today=local_date(now))
    proposal = open_proposal(consult)
    posted = request.POST if request.method == "POST" else None
    if proposal is None:
        return _gone(request, consult, token)
    form = ProposalAnswerForm(posted, proposal=proposal, today=local_date(now))
    if posted is not None and form.is_for_another:
        return _gone(request, consult, token)
    if form.is_valid():
        try:
            _answer(consult, form, now=now)
        except StaleProposal:
            return _gone(request, consult, token)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            return redirect("request_page", token)
    context = {"consult": consult, "token": token, "form": form}
    return render(request, "coaching/proposal_answer.html", context)


def _answer(consult: ConsultRequest, form: ProposalAnswerForm, *, now: datetime) -> None:
    data = form.cleaned_data
    said = {"message": data["message"], "other_supporter": data.get("other_supporter", False)}
    if data["answer"] == NONE:
        refuse_proposal(consult.pk, form.open_proposal.pk, starts=form.starts, now=now, **said)
    else:
        choose_moment(consult.pk, int(data["answer"]), now=now, **said)


def _gone(request: HttpRequest, consult: ConsultRequest, token: str) -> HttpResponse:
    context = {"consult": consult, "token": token}
    status = 409 if request.method == "POST" else 200
    return render(request, "coaching/proposal_gone.html", context, status=status)
