"""Two organisations side by side, each with everything that can leak to the other."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from billing.models import Invoice
from billing.services import Signature, issue, register_signed_agreement
from cso_portal.code_login import BACKEND
from requests_app import links
from requests_app.choices import State
from requests_app.models import ConsultRequest, ContactPerson, Organisation
from tests.billing.money import at, debtor, held, seller, tariff, user
from tests.factories import NOW, make_contact, make_organisation, make_request

MINE, INVOICES = "/mijn/", "/mijn/facturen/"


@dataclass(frozen=True)
class Side:
    """An organisation, its contact person and what it has."""

    organisation: Organisation
    contact: ContactPerson
    requests: list[ConsultRequest]
    invoice: Invoice


def side(name: str, email: str, *, day: int, **fields: Any) -> Side:
    """Return an organisation with five held talks in one quarter, invoiced, and an open request."""
    school = make_organisation(name)
    tariff()
    signature = Signature(date(2026, 1, 5), f"Tekenaar van {name}", "directie")
    register_signed_agreement(school, signature, by=user(), now=NOW)
    debtor(school)
    rows = []
    for number in range(5):
        start = at(date(2026, 9, day + number))
        one = make_request(
            State.COMPLETED, start=start, organisation=school, requester_email=email, **fields
        )
        held(school, start, 60, request_reference=one.reference)
        rows.append(one)
    rows.append(
        make_request(organisation=school, requester_email=f"collega@{name.casefold()[:3]}.be")
    )
    return Side(school, make_contact(email, organisation=school), rows, _invoice(school))


def _invoice(school: Organisation) -> Invoice:
    seller()
    issue(date(2026, 7, 1), date(2026, 9, 30), by=user("finance"), now=NOW)
    return Invoice.objects.get(organisation=school)


def pair() -> tuple[Side, Side]:
    """Return two organisations with people of the same first name."""
    return (
        side("Atheneum De Eik", "noor@eik.voorbeeld.be", day=1),
        side("Basisschool De Berk", "noor@berk.voorbeeld.be", day=10),
    )


def browser(contact: ContactPerson) -> Client:
    """Somebody who came in by a code."""
    client = Client()
    client.force_login(contact.user, backend=BACKEND)
    return client


def words(response: Any) -> str:
    """The text of a page as it is read."""
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def traces(of: Side) -> list[str]:
    """Everything that would give an organisation away on a page of another."""
    return [
        of.organisation.name,
        of.invoice.number,
        of.contact.user.email,
        f"Tekenaar van {of.organisation.name}",
        *(request.reference for request in of.requests),
        *(links.token_for(request) for request in of.requests),
    ]
