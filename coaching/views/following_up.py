"""Asking for a further talk after an earlier one (T6). Only a POST acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coaching.selectors import supporter_of_held_talk
from requests_app.codes import is_unlocked
from requests_app.forms.follow_up import FollowUpForm, earlier_answers
from requests_app.rules import local_date
from requests_app.selectors import can_follow_up
from requests_app.views.asking import receive, show
from requests_app.views.following import follow, private

TEMPLATE = "requests_app/request_follow_up.html"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Show the request form with what is known already; on POST, make a new request."""
    now = timezone.now()
    today = local_date(now)
    earlier = follow(token, today=today)
    if not can_follow_up(earlier):
        return redirect("request_page", token)
    if request.method == "POST":
        form = FollowUpForm(request.POST, today=today, earlier=earlier)
        return receive(request, form, now=now, template=TEMPLATE)
    known = earlier_answers(earlier, unlocked=is_unlocked(request.session, earlier, now=now))
    known["wished_supporter"] = supporter_of_held_talk(earlier)
    return show(request, FollowUpForm(today=today, earlier=earlier, prefill=known), TEMPLATE)
