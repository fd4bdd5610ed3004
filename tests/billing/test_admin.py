"""Finance never meets a client, whichever page of the staff site it opens (S4)."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from billing.exports import as_csv
from billing.models import Agreement, Charge, ClientDossier, Tariff
from billing.services import export_period, issue
from billing.states import FreeScope
from requests_app.choices import State
from requests_app.models import ConsultRequest
from tests.billing.money import NOW, at, debtor, held, seller, signed, user
from tests.factories import CLIENT_NAME, make_request

pytestmark = pytest.mark.django_db

QUESTION, SENSITIVE, ADDRESS, DOSSIER, NOTE = (
    "Kanarie-vraag over thuis",
    "Kanarie-gevoelig punt",
    "Kanarielaan 17, 3000 Leuven",
    "KANARIE-DOSSIER-17",
    "Kanarie-dialect",
)
CANARIES = (CLIENT_NAME, "Kanarie-", "Kanarielaan", DOSSIER)
LINK = re.compile(rb'(?:href|action)="(/beheer/[^"#]*)"')
NOT_FOLLOWED = ("/beheer/logout/", "/beheer/jsi18n/")


@pytest.fixture
def books():
    """Requests full of canaries, charged, invoiced and exported; counted per dossier."""
    seller()
    Tariff.objects.create(
        valid_from=date(2026, 1, 1), decision_reference="dossier", scope=FreeScope.DOSSIER
    )
    for day in range(1, 6):
        request = make_request(
            State.COMPLETED,
            start=at(date(2026, 9, day)),
            question=QUESTION,
            sensitive_points=SENSITIVE,
            location_address=ADDRESS,
            language_note=NOTE,
        )
        school = request.organisation
        if day == 1:
            signed(school)
            debtor(school)
        held(
            school,
            at(date(2026, 9, day)),
            90,
            request_reference=request.reference,
            file_reference=DOSSIER,
        )
    finance = user("finance")
    issue(date(2026, 9, 1), date(2026, 9, 4), by=finance, now=NOW)
    export_period(date(2026, 9, 1), date(2026, 9, 4), write=as_csv, by=finance, now=NOW)


def crawl(client, start):
    """Open every page that can be reached by following links."""
    seen, waiting = {}, [start]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(NOT_FOLLOWED):
            continue
        response = client.get(path, follow=False)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen[path] = (response, body)
        found = [*LINK.findall(body), response.get("Location", "").encode()]
        waiting += [
            link.decode().replace("&amp;", "&") for link in found if link.startswith(b"/beheer/")
        ]
    return seen


@pytest.mark.usefixtures("books")
def test_a_crawl_as_finance_meets_no_client(finance):
    request = ConsultRequest.objects.order_by("pk")[0]
    held_in_the_books = (request.question, request.client.name, request.location_address)
    assert held_in_the_books == (QUESTION, CLIENT_NAME, ADDRESS)
    assert ClientDossier.objects.get().file_reference == DOSSIER

    seen = crawl(finance, "/beheer/")

    hits = [
        (path, canary)
        for path, (response, body) in seen.items()
        for canary in CANARIES
        if canary in body.decode("utf-8", "ignore") or canary in str(response.headers)
    ]
    assert hits == []
    assert any(
        request.organisation.name in body.decode("utf-8", "ignore") for _, body in seen.values()
    )
    closed = {
        path: answer.status_code for path, (answer, _) in seen.items() if answer.status_code >= 400
    }
    assert {path for path in closed if path.startswith("/beheer/billing/")} == set()
    assert set(closed.values()) <= {403}
    assert len(seen) > 40
    paths = set(seen)
    charge = Charge.objects.get(ordinal=4)
    assert {
        "/beheer/billing/invoice/maken/",
        "/beheer/billing/agreement/add/",
        f"/beheer/billing/charge/{charge.pk}/change/",
        "/beheer/billing/exportbatch/",
        f"/beheer/billing/agreement/{Agreement.objects.get().pk}/change/",
    } <= paths
    assert any(path.endswith("/pdf/") for path in paths)
    assert any(path.endswith("/csv/") for path in paths)


FINANCE_READS = {"requests_app.organisation"}
PAGES = ("changelist", "add", "change", "delete", "history")


def guarded_pages():
    for model in admin.site._registry:
        label = model._meta.label_lower
        if model._meta.app_label in {"requests_app", "coaching", "privacy", "outbox"}:
            for page in PAGES:
                if not (label in FINANCE_READS and page in {"changelist", "change", "history"}):
                    yield pytest.param(model, page, id=f"{label}-{page}")


@pytest.mark.parametrize(("model", "page"), list(guarded_pages()))
@pytest.mark.usefixtures("books")
def test_the_pages_of_other_rooms_are_closed_for_finance(finance, model, page):
    info = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    row = model._base_manager.order_by("pk").first()
    if page in {"change", "delete", "history"} and row is None:
        return  # nothing to open
    try:
        path = reverse(info, args=[row.pk] if page in {"change", "delete", "history"} else [])
    except NoReverseMatch:
        return  # this model has no such page

    assert finance.get(path).status_code == 403
    assert finance.post(path, {}).status_code in {403, 405}


@pytest.mark.usefixtures("books")
def test_searching_for_a_client_finds_nothing(finance):
    for name in ("invoice", "charge", "agreement", "debtor"):
        page = finance.get(f"/beheer/billing/{name}/", {"q": CLIENT_NAME})
        assert page.status_code == 200
        assert page.context["cl"].result_count == 0
