"""The requester changes how to be reached. Only a POST acts."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from privacy.networks import network_of, origin_of
from privacy.throttle import Limit, Throttled, admit
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.forms.following import ContactForm
from requests_app.models import ConsultRequest
from requests_app.rules import local_date
from requests_app.services import ContactDetails, change_contact
from requests_app.views.following import follow, private, seen_version

DAY = 24 * 60 * 60
# Whoever has a link may not send mails to address after address with it.
PER_REQUEST = Limit("new-address", guesses=5, seconds=DAY)
PER_NETWORK = Limit("new-address-network", guesses=30, seconds=DAY)
CHANGED = (
    "De aanvraag is intussen veranderd. Je gegevens zijn nog niet bewaard."
    " Kijk ze na en bewaar opnieuw."
)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def request_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Show the requester's details to change; on POST, keep them."""
    now = timezone.now()
    consult = follow(token, today=local_date(now))
    if not consult.is_open and request.method != "POST":
        return redirect("request_page", token)
    posted = request.POST if request.method == "POST" else None
    form = ContactForm(posted, initial=_known(consult))
    if form.is_valid() and _changed(request, consult, form, now=now):
        messages.success(request, "Je gegevens zijn bewaard.")
        return redirect("request_page", token)
    context = {"consult": consult, "token": token, "form": form}
    status = 409 if posted is not None and form.non_field_errors() else 200
    return render(request, "requests_app/request_contact.html", context, status=status)


def _known(consult: ConsultRequest) -> dict[str, str]:
    return {name: getattr(consult, name) for name in ContactForm.base_fields}


def _changed(
    request: HttpRequest, consult: ConsultRequest, form: ContactForm, *, now: datetime
) -> bool:
    data = form.cleaned_data
    details = ContactDetails(
        name=data["requester_name"],
        function=data["requester_function"],
        email=data["requester_email"],
        phone=data["requester_phone"],
    )
    try:
        if details.email != consult.requester_email:
            claims = [(PER_NETWORK, network_of(request)), (PER_REQUEST, str(consult.pk))]
            admit(claims, now=now)
        change_contact(
            consult.pk,
            details,
            now=now,
            version=seen_version(request),
            origin=origin_of(request, now=now),
        )
    except Throttled as refused:
        form.add_error(
            "requester_email",
            "Je veranderde het adres al enkele keren. Wacht"
            f" {refused.wait_text}, of mail of bel ons.",
        )
    except StaleRequest:
        form.add_error(None, CHANGED)
    except RuleViolation as violation:
        form.refuse(violation)
    return form.is_valid()
