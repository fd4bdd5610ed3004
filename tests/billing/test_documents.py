"""The PDF of an invoice, read with another library."""

import io
from datetime import date
from itertools import chain

import pytest
from pypdf import PdfReader

from billing.documents import SHAPED, invoice_pdf
from billing.models import Invoice
from billing.services import issue
from tests.billing.money import NOW, at, debtor, held, organisation, seller, signed, user

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def invoice(talks=4, **fields):
    seller()
    school = organisation()
    signed(school)
    debtor(school, **fields)
    for number in range(talks):
        held(
            school,
            at(date(2026, 9, 1 + number % 28), 8 + number // 28),
            121,
            request_reference=f"CSO-2026-{number:04d}",
        )
    (made,) = issue(FIRST, LAST, by=user(), now=NOW).invoices
    return made


def read(made):
    return PdfReader(io.BytesIO(invoice_pdf(made)))


def words(reader):
    """The text of all pages with single plain spaces."""
    return " ".join(chain.from_iterable(page.extract_text().split() for page in reader.pages))


def test_everything_that_must_stand_on_an_invoice():
    text = words(read(invoice(own_reference="PO 118")))

    for part in (
        "Factuur",
        "Factuurnummer 2026-CSO-00001",
        "Factuurdatum 20 november 2026",
        "Betalen tegen 20 december 2026",
        "Periode september 2026",
        "Jullie referentie PO 118",
        "OCMW Verzonnen Dorpsplein 1 3000 Leuven Ondernemingsnummer 0212.222.241",
        "Basisschool De Fictie vzw Basisschool De Fictie Schoolstraat 1 3000 Leuven",
        "Ondernemingsnr. 0407.123.450",
        "CSO-gesprek 04/09/2026 (CSO-2026-0003), eerste uur 1 € 15,00 € 15,00",
        "CSO-gesprek 04/09/2026 (CSO-2026-0003), bijkomend uur 2 € 5,00 € 10,00",
        "Te betalen € 25,00",
        "Vrijgesteld van btw - artikel 44, § 2, 2° Btw-Wetboek",
        "Rekening (IBAN) BE31 0910 0123 4555",
        "BIC GKCCBEBB",
        "Mededeling +++123/2600/00149+++",
        "facturen@ocmw.voorbeeld.be of 016 00 00 00.",
        "blad 1 van 1",
    ):
        assert part in text


def test_what_is_empty_is_not_printed():
    made = invoice()
    made.seller.update(bic="", email="", phone="")
    made.buyer["organisation"] = made.buyer["name"]

    text = words(read(made))

    assert [part for part in ("BIC", "Een vraag", "Jullie referentie") if part in text] == []
    assert text.count("Basisschool De Fictie") == 1


def test_language_title_tags_and_claims():
    reader = read(invoice())
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata.title == "Factuur 2026-CSO-00001"
    assert reader.metadata.author == "OCMW Verzonnen"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_headings_and_table_are_tagged():
    found = set()

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    walk(read(invoice()).trailer["/Root"]["/StructTreeRoot"])

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/TR"} <= found


def test_every_font_is_embedded():
    reader = read(invoice())
    fonts = [
        font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]

    assert fonts
    assert [d for d in descriptors if not {"/FontFile2", "/FontFile3"} & set(d)] == []


def test_the_same_invoice_gives_the_same_bytes():
    made = invoice()

    assert invoice_pdf(made) == invoice_pdf(Invoice.objects.get(pk=made.pk))


def test_many_lines_take_more_sheets_with_the_head_of_the_table_on_each():
    reader = read(invoice(talks=60))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]

    assert len(pages) > 2
    assert all("Omschrijving Uren Per uur Bedrag" in page for page in pages[:-1])
    assert f"blad {len(pages)} van {len(pages)}" in pages[-1]


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x") #let a = 1 $x^2$ *vet* _cursief_ @label <tag> \\ `code`',
        "& < > \" ' é ë ï ç Ł ß Ω Ж",
        "// commentaar /* en */ https://voorbeeld.be",
        "#panic()",
        '#read("/etc/passwd")',
    ],
)
def test_what_people_typed_is_text_and_no_markup(name):
    assert " ".join(name.split()) in words(read(invoice(name=name)))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("School 😀 中文", "School □ □□"),
        ("School \u202e\u200b\u0007omgekeerd", "School omgekeerd"),
        ("e\u0301cole", "école"),
    ],
)
def test_signs_without_a_shape_do_not_stop_an_invoice(name, printed):
    assert printed in words(read(invoice(name=name)))


def test_a_word_of_two_hundred_letters_stays_on_the_sheet():
    reader = read(invoice(name="x" * 200, street="y" * 200))

    assert len(reader.pages) == 1
    text = words(reader).replace("\u200b", "").replace(" ", "")
    assert "x" * 200 in text
    assert "y" * 200 in text


def test_the_typeface_has_every_sign_that_is_let_through():
    """The archive form refuses a sign without a shape: this would raise."""
    signs = "".join(chr(code) for low, high in SHAPED for code in range(low, high + 1))
    made = invoice()
    made.vat_text = signs

    assert read(made).pages
