"""The page of an organisation, for its confirmed contact persons only."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from billing.documents import invoice_pdf
from billing.selectors.invoices import invoice_of, invoices_of, state_word, stored_pdf
from coaching.selectors.mine import agreement_now, free_talks, requests_of
from requests_app.models import ContactPerson
from requests_app.rules import local_date
from requests_app.selectors import service_settings
from requests_app.selectors.contacts import open_contact_of
from requests_app.views.following import private

View = Callable[..., HttpResponse]
NEWEST = 5
LAST_PAGE = 4_000


def contacts_only(view: View) -> View:
    """Give the view a confirmed contact person; anybody else gets a page that shows nothing."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            query = urlencode({"next": request.get_full_path()}, safe="/")
            return redirect(f"{reverse('account_login')}?{query}")
        contact = open_contact_of(request.user)
        if contact is not None and contact.confirmed_at is not None:
            return view(request, contact, *args, **kwargs)
        context = {"contact": contact, "logged_in": True, "service": service_settings()}
        status = 200 if contact else 403
        return render(request, "coaching/mine_waiting.html", context, status=status)

    return private(wrapper)


@require_safe
@contacts_only
def mine(request: HttpRequest, contact: ContactPerson) -> HttpResponse:
    """Show the requests, the free talks, the agreement and the newest invoices."""
    today = local_date(timezone.now())
    organisation = contact.organisation
    assert organisation is not None  # noqa: S101 -- the database holds no confirmed one without
    counter = free_talks(organisation, today=today)
    newest = invoices_of(organisation, size=NEWEST)
    context = {
        "contact": contact,
        "organisation": organisation,
        "page": requests_of(contact, number=page_number(request), today=today),
        "counter": counter,
        "agreement": agreement_now(organisation, counter, today=today),
        "invoices": [(each, state_word(each, today=today)) for each in newest.invoices],
        "more_invoices": newest.has_next,
        "logged_in": True,
        "service": service_settings(),
    }
    return render(request, "coaching/mine.html", context)


@require_safe
@contacts_only
def mine_invoices(request: HttpRequest, contact: ContactPerson) -> HttpResponse:
    """Show every invoice of the organisation, a page at a time."""
    today = local_date(timezone.now())
    organisation = contact.organisation
    assert organisation is not None  # noqa: S101 -- the same
    page = invoices_of(organisation, number=page_number(request))
    context = {
        "organisation": organisation,
        "page": page,
        "invoices": [(each, state_word(each, today=today)) for each in page.invoices],
        "logged_in": True,
        "service": service_settings(),
    }
    return render(request, "coaching/mine_invoices.html", context)


@require_safe
@contacts_only
def mine_invoice(request: HttpRequest, contact: ContactPerson, number: str) -> HttpResponse:
    """Send the document of an own invoice; one that is not kept yet is made, the same bytes."""
    organisation = contact.organisation
    invoice = invoice_of(organisation, number) if organisation else None
    if invoice is None:
        raise Http404
    return HttpResponse(
        stored_pdf(invoice) or invoice_pdf(invoice),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{invoice.number}.pdf"'},
    )


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; the first one when that is no number."""
    asked = request.GET.get("pagina", "")
    good = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LAST_PAGE))
    return min(max(int(asked), 1), LAST_PAGE) if good else 1
