"""Somebody lost a link: it is mailed again, to the address that we know (T4)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from privacy.networks import network_of, origin_of
from privacy.throttle import Limit, Throttled, admit
from requests_app.forms.following import LostLinkForm
from requests_app.selectors import service_settings
from requests_app.selectors.addresses import address_key
from requests_app.services import ask_for_links

HOUR = 60 * 60
PER_NETWORK = Limit("lost-link-network", guesses=20, seconds=HOUR)
PER_ADDRESS = Limit("lost-link", guesses=3, seconds=HOUR)
SENT = "verstuurd"


@sensitive_post_parameters("email")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_lost(request: HttpRequest) -> HttpResponse:
    """Ask for an address; on POST, note it. The answer is the same for every address."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _note(request, form.cleaned_data["email"], now=timezone.now())
        except Throttled as refused:
            form.add_error(
                None, f"Dat waren veel vragen. Probeer het opnieuw over {refused.wait_text}."
            )
            return _page(request, form, status=429)
        return redirect(f"{reverse('link_lost')}?{SENT}")
    return _page(request, form)


def _note(request: HttpRequest, email: str, *, now: datetime) -> None:
    """Note the address; one that was noted a few times already gets no further mails this hour."""
    admit([(PER_NETWORK, network_of(request))], now=now)
    try:
        admit([(PER_ADDRESS, address_key(email))], now=now)
    except Throttled:
        return
    ask_for_links(email, now=now, origin=origin_of(request, now=now))


def _page(request: HttpRequest, form: LostLinkForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "sent": SENT in request.GET and request.method != "POST",
        "service": service_settings(),
    }
    return render(request, "requests_app/link_lost.html", context, status=status)
