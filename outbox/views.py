"""The demo mailbox, and the door for the reports of a mail service.

Everyone sees every mail in the demo mailbox, so it exists in demo mode only.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox import mailbox

SHOWN = 100
FILE_BACKEND = "outbox.backends.FileBackend"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def demo_only(view: View[P]) -> View[P]:
    """404 outside demo mode, when mail does not go to files, and for a mail that is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.DEMO or settings.EMAIL_BACKEND != FILE_BACKEND:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except FileNotFoundError:
            raise Http404 from None

    return guarded


@demo_only
@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    mails = [mailbox.read(name) for name in mailbox.names(SHOWN)]
    return render(request, "outbox/mail_list.html", {"mails": mails})


@demo_only
@never_cache
@require_safe
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "outbox/mail_detail.html", {"mail": mailbox.read(name)})


@demo_only
@never_cache
@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML twin as the receiver sees it, shut in by its own policy."""
    response = HttpResponse(mailbox.read(name).html)
    response.headers["Content-Security-Policy"] = mailbox.MAIL_POLICY
    return response


def known_sender_only(view: View[P]) -> View[P]:
    """403 for whoever does not bring the secret, or the signature where the service signs.

    Anymail itself lets everyone in as long as no secret is set.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
            return HttpResponseForbidden()
        try:
            return view(request, *args, **kwargs)
        except AnymailWebhookValidationFailure:
            return HttpResponseForbidden()

    return guarded
