"""What a browser sends: the fields of the request form, with a token taken from the page."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from time_machine import travel

from outbox.models import OutgoingMail
from requests_app import links
from requests_app.models import (
    ClientDetails,
    Consent,
    ConsultRequest,
    Organisation,
    PreferredMoment,
    StatusEvent,
)

FORM = "application/x-www-form-urlencoded"
ADDRESS = "/aanvragen/"

WITHOUT_CLIENT = {
    "requester_name": "Noor Voorbeeld",
    "requester_function": "zorgcoördinator",
    "requester_email": "noor@school.voorbeeld.be",
    "requester_phone": "016 12 34 56",
    "organisation_name": "Basisschool De Fictie",
    "organisation_type": "school",
    "organisation_postcode": "3000",
    "organisation_city": "Leuven",
    "introduced": "ja",
    "tasks": ["case_advice"],
    "language": "dari",
    "question": "Hoe verloopt de overstap?",
    "date_1": "2026-12-01",
    "time_1": "14:00",
    "duration_minutes": "60",
    "location_kind": "organisation",
    "location_address": "Schoolstraat 1, 3000 Leuven",
}
WITH_CLIENT = {
    **WITHOUT_CLIENT,
    "tasks": ["consult_mother_tongue", "explain_differences"],
    "client_name": "Amina Verzonnen",
    "birth_year": "1989",
    "gender": "f",
    "file_reference": "D-17",
    "consent": "on",
    "consent_version": "1",
    "consent_given_by": "client",
    "consent_given_how": "oral",
    "consent_given_on": "2026-11-19",
    "consent_language": "dari",
}

# Every table that one request writes to.
SPREAD = (
    ConsultRequest,
    ClientDetails,
    Consent,
    PreferredMoment,
    StatusEvent,
    OutgoingMail,
    Organisation,
)
NOTHING = {model.__name__: 0 for model in SPREAD}


def rows() -> dict[str, int]:
    """Return how many rows each of these tables has."""
    return {model.__name__: model.objects.count() for model in SPREAD}


def token_of(client: Client) -> str:
    """Return the one-time token of a form that was shown a minute ago."""
    return aged(token_in(client.get(ADDRESS)))


def aged(token: str, *, seconds: int = 60) -> str:
    """Return the same token as if its form had been shown so many seconds earlier."""
    signer = signing.TimestampSigner(salt=links.SUBMISSION_SALT)
    with travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        return signer.sign(signer.unsign(token))


def token_in(page: HttpResponse) -> str:
    """Return the one-time token in a page."""
    found = re.search(r'name="token" value="([^"]+)"', text_of(page))
    assert found
    return found.group(1)


def send(client: Client, fields: dict, **changes: object) -> HttpResponse:
    """Post the form as a browser does; fields with None are not sent."""
    sent = {"token": token_of(client), **fields, **changes}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(ADDRESS, urlencode(kept, doseq=True), content_type=FORM)


def text_of(page: HttpResponse) -> str:
    """Return the page's source."""
    return page.content.decode()


def words_of(page: HttpResponse) -> str:
    """Return the words of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text_of(page))).split())


def errors_of(page: HttpResponse) -> list[str]:
    """Return the lines of the summary on top of the page."""
    found = re.search(r'<div class="error-summary".*?</div>', text_of(page), re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found.group(), re.DOTALL) if found else []
    return [unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def link_of(page: HttpResponse) -> str:
    """Return the address of the requester's page to which a posting leads."""
    assert page.status_code == 302, errors_of(page)
    return page["Location"].partition("bedankt/")[0]
