"""Finance makes and opens invoices."""

import io
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from billing.admin.invoices import periods
from billing.documents import invoice_pdf
from billing.models import Invoice, InvoiceDocument
from billing.services import store_document
from tests.billing.money import at as moment
from tests.billing.money import debtor, held, organisation, seller, signed, user

pytestmark = pytest.mark.django_db
ISSUE = "/beheer/billing/invoice/maken/"
SEPTEMBER = {"first": "2026-09-01", "last": "2026-09-30"}


def told(response):
    return [(message.level_tag, str(message)) for message in get_messages(response.wsgi_request)]


def text(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_periods_that_are_over():
    assert periods(date(2027, 1, 4)) == [
        ("vierde kwartaal 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("derde kwartaal 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("tweede kwartaal 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("december 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("november 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("oktober 2026", date(2026, 10, 1), date(2026, 10, 31)),
    ]


@pytest.mark.usefixtures("school")
def test_the_preview_shows_who_gets_an_invoice_and_who_does_not(finance):
    other = organisation("Zonder debiteur")
    signed(other)
    for day in range(1, 5):
        held(other, moment(date(2026, 9, day)))

    page = text(finance.get(ISSUE, SEPTEMBER))

    assert "1 factuur, samen € 20,00. 6 gratis gesprekken komen op geen factuur." in page
    assert "Basisschool De Fictie vzw, 3000 Leuven" in page
    assert "Er is nog geen debiteur met een adres." in page
    assert f"/beheer/billing/debtor/add/?organisation={other.pk}" in page
    assert "Maak 1 factuur" in page
    assert not Invoice.objects.exists()


@pytest.mark.usefixtures("school")
def test_the_preview_offers_to_register_an_agreement_and_to_complete_an_address(finance):
    unsigned = organisation("Zonder overeenkomst")
    debtor(unsigned)
    no_street = organisation("Zonder straat")
    signed(no_street)
    payer = debtor(no_street, street="")
    for day in range(1, 5):
        held(unsigned, moment(date(2026, 9, day)), waived_by=user("coordinator"))
        held(no_street, moment(date(2026, 9, day)))

    page = text(finance.get(ISSUE, SEPTEMBER))

    assert f"/beheer/billing/agreement/add/?organisation={unsigned.pk}&amp;next=/beheer/" in page
    assert f"/beheer/billing/debtor/{payer.pk}/change/" in page


@pytest.mark.usefixtures("school")
def test_without_a_period_the_previous_quarter_is_shown(finance, time_machine):
    time_machine.move_to(moment(date(2026, 11, 20)))

    page = text(finance.get(ISSUE))

    assert "Gesprekken van 1 juli 2026 tot en met 30 september 2026" in page
    assert 'value="2026-07-01"' in page


def test_issuing(finance, school):
    response = finance.post(ISSUE, SEPTEMBER)

    invoice = Invoice.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("admin:billing_invoice_changelist")
    assert told(response) == [
        ("success", f"1 factuur gemaakt: {invoice.number}, samen €\u00a020,00.")
    ]
    assert (invoice.organisation, invoice.issued_by) == (school, user("finance"))


@pytest.mark.usefixtures("school")
def test_issuing_several_and_then_again(finance):
    other = organisation("Andere")
    signed(other)
    debtor(other)
    for day in range(1, 5):
        held(other, moment(date(2026, 9, day)))

    first = told(finance.post(ISSUE, SEPTEMBER))
    again = finance.post(ISSUE, SEPTEMBER)

    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    assert first == [
        (
            "success",
            f"2 facturen gemaakt: {numbers[0]} tot en met {numbers[1]}, samen €\u00a035,00.",
        )
    ]
    assert told(again)[-1] == (
        "info",
        "Er viel niets te factureren: alles van deze periode is klaar.",
    )


def test_a_period_that_is_not_over(finance):
    response = finance.post(ISSUE, {"first": "2026-09-01", "last": "2999-12-31"})

    assert response.status_code == 200
    assert "Deze periode is nog niet voorbij." in text(response)


@pytest.mark.parametrize(
    "wrong", [{"first": "x", "last": ""}, {"first": "2026-02-30", "last": "2026-03-01"}]
)
def test_dates_that_are_none(finance, wrong):
    for response in (finance.get(ISSUE, wrong), finance.post(ISSUE, wrong)):
        assert response.status_code == 200
        assert 'aria-invalid="true"' in text(response)


@pytest.mark.usefixtures("school")
def test_an_incomplete_sender(finance):
    seller(iban="", reference_prefix="")

    preview = text(finance.get(ISSUE, SEPTEMBER))
    refused = text(finance.post(ISSUE, SEPTEMBER))

    assert "IBAN, voorvoegsel gestructureerde mededeling." in preview
    assert "Maak 1 factuur" not in preview
    assert "Vul eerst bij “afzender van de facturen” aan: IBAN" in refused
    assert not Invoice.objects.exists()


def test_nothing_to_invoice(finance):
    seller()

    assert "Er is niets te factureren in deze periode." in text(finance.get(ISSUE, SEPTEMBER))


@pytest.mark.usefixtures("school")
def test_talks_from_before_the_period_are_mentioned(finance):
    page = text(finance.get(ISSUE, {"first": "2026-10-01", "last": "2026-10-31"}))

    assert "Van voor deze periode staat nog 1 gesprek open." in page


def test_an_invoice_reads_as_it_is_printed(finance, invoice):
    page = text(finance.get(f"/beheer/billing/invoice/{invoice.pk}/change/"))

    for part in (
        f"<h1>Factuur {invoice.number}</h1>",
        "<dt>Factuurdatum</dt><dd>20 november 2026</dd>",
        '<th scope="row">CSO-gesprek 04/09/2026 (CSO-2026-0004), bijkomend uur</th>',
        '<td class="number">€ 5,00</td>',
        "<strong>Te betalen € 20,00</strong>",
        "Vrijgesteld van btw - artikel 44, § 2, 2° Btw-Wetboek",
        f"<dd>{invoice.printed_reference}</dd>",
        "<dd>BE31 0910 0123 4555</dd>",
        "Ondernemingsnummer 0407.123.450",
    ):
        assert part in page
    assert "<form" not in page.partition("<main")[2]


@pytest.mark.parametrize("path", ["x", "0", "99999"])
def test_an_invoice_that_is_not_there(finance, path):
    assert finance.get(f"/beheer/billing/invoice/{path}/change/").status_code == 404


def test_the_document_is_the_same_before_and_after_it_is_kept(finance, invoice):
    path = f"/beheer/billing/invoice/{invoice.pk}/pdf/"

    first = finance.get(path)
    assert not InvoiceDocument.objects.exists()
    kept = store_document(invoice, render=invoice_pdf, now=timezone.now())
    second = finance.get(path)

    assert first.content == second.content == bytes(kept.pdf)
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == f'inline; filename="{invoice.number}.pdf"'
    assert "no-store" in first["Cache-Control"]
    assert PdfReader(io.BytesIO(first.content)).metadata.title == f"Factuur {invoice.number}"


def test_the_list(finance, invoice):
    page = text(finance.get("/beheer/billing/invoice/"))

    for part in ("<h1>Facturen</h1>", invoice.number, "20/12/2026", "september 2026", "€ 20,00"):
        assert part in page
    assert "Facturen maken" in page
    assert "Een periode exporteren" in page


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("00001", True),
        ("Fictie", True),
        ("1232600", True),
        ("99999", False),
        ("=HYPERLINK", False),
        ("%' OR 1=1", False),
    ],
)
def test_searching(finance, invoice, search, found):
    page = text(finance.get("/beheer/billing/invoice/", {"q": search}))

    assert (invoice.number in page) is found


def test_coaches_and_coordinators_have_no_invoices(coordinator, invoice):
    paths = (
        "/beheer/billing/invoice/",
        ISSUE,
        f"/beheer/billing/invoice/{invoice.pk}/change/",
        f"/beheer/billing/invoice/{invoice.pk}/pdf/",
        "/beheer/billing/exportbatch/",
        "/beheer/billing/exportbatch/add/",
        "/beheer/billing/sellersettings/",
        "/beheer/billing/debtor/",
    )

    assert {coordinator.get(path).status_code for path in paths} == {403}
    assert coordinator.post(ISSUE, SEPTEMBER).status_code == 403


def test_nobody_changes_or_deletes_an_invoice(admin_client, invoice):
    path = f"/beheer/billing/invoice/{invoice.pk}"

    admin_client.post(f"{path}/change/", {"total": "1"})

    assert admin_client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/beheer/billing/invoice/add/").status_code == 403
    assert Invoice.objects.values("number", "total").get() == {
        "number": invoice.number,
        "total": invoice.total,
    }


def test_the_list_costs_the_same_for_few_and_for_many(
    finance, invoice, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        finance.get("/beheer/billing/invoice/")


@pytest.mark.parametrize("key", ["²", "9" * 40, "x", "-1"])
def test_an_address_without_a_key_is_not_found(finance, key):
    assert finance.get(f"/beheer/billing/invoice/{key}/change/").status_code == 404
