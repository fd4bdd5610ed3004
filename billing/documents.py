"""An invoice as PDF: archive form (PDF/A-3a) and accessible (PDF/UA-1), the same bytes each time."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import typst

from billing import rules
from billing.models import Invoice, InvoiceLine
from requests_app.rules import local_date

TEMPLATE = Path(__file__).parent / "typst" / "invoice.typ"
# Latin, Greek, Cyrillic, quotes and dashes: what the typeface surely has. An archive file may not
# hold a sign without a shape, so that one such name would stop the invoice.
SHAPED = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x391, 0x3A1),
    (0x3A3, 0x3C9),
    (0x400, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
)
NO_SHAPE = "□"
UNSEEN = ("Cc", "Cf")
# A word that fits on no line may be broken after this many letters.
TOO_LONG = re.compile(r"\S{30}(?=\S)")


def invoice_pdf(invoice: Invoice) -> bytes:
    """Return the PDF of an issued invoice. Text from people goes in as data, never as markup."""
    data = json.dumps(_typesettable(_printed(invoice)), ensure_ascii=False)
    pdf = typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"invoice": data},
        pdf_standards=["a-3a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(invoice.issued_at.timestamp()),
    )
    return bytes(pdf)


def _printed(invoice: Invoice) -> dict[str, Any]:
    seller, buyer = invoice.seller, invoice.buyer
    reachable = [part for part in (seller["email"], seller["phone"]) if part]
    issued = local_date(invoice.issued_at)
    return {
        "title": f"Factuur {invoice.number}",
        "number": invoice.number,
        "issued": [issued.year, issued.month, issued.day],
        "seller": {
            "name": seller["name"],
            "lines": [
                seller["street"],
                f"{seller['postcode']} {seller['city']}",
                f"Ondernemingsnummer {_enterprise(seller)}",
            ],
        },
        "buyer": _addressee(buyer),
        "facts": {
            "left": [
                ["Factuurnummer", invoice.number],
                ["Factuurdatum", rules.long_date(invoice.issued_on)],
                ["Betalen tegen", rules.long_date(invoice.due_on)],
            ],
            "right": [
                ["Periode", invoice.period_in_words],
                ["Ondernemingsnr.", _enterprise(buyer)],
                *(
                    [["Jullie referentie", buyer["own_reference"]]]
                    if buyer["own_reference"]
                    else []
                ),
            ],
        },
        "lines": [_line(line) for line in invoice.lines.order_by("position")],
        "total": rules.euro(invoice.total),
        "vat": invoice.vat_text,
        "payment": _payment(invoice),
        "contact": f"{' of '.join(reachable)}." if reachable else "",
        "footer": f"{seller['name']} · {seller['street']}, {seller['postcode']} {seller['city']}",
    }


def _addressee(buyer: dict[str, str]) -> list[str]:
    named = buyer["organisation"] if buyer["organisation"] != buyer["name"] else ""
    return [buyer["name"], named, buyer["street"], f"{buyer['postcode']} {buyer['city']}"]


def _enterprise(party: dict[str, str]) -> str:
    return rules.printed_enterprise_number(party["enterprise_number"])


def _payment(invoice: Invoice) -> list[list[str]]:
    seller = invoice.seller
    return [
        ["Bedrag", rules.euro(invoice.total)],
        ["Ten laatste op", rules.long_date(invoice.due_on)],
        ["Rekening (IBAN)", rules.printed_iban(seller["iban"])],
        *([["BIC", seller["bic"]]] if seller["bic"] else []),
        ["Op naam van", seller["name"]],
        ["Mededeling", invoice.printed_reference],
    ]


def _line(line: InvoiceLine) -> list[str]:
    return [
        line.description,
        str(line.quantity),
        rules.euro(line.unit_price),
        rules.euro(line.amount),
    ]


def _typesettable(value: Any) -> Any:
    """Replace signs that the typeface does not have, everywhere in the data."""
    if isinstance(value, dict):
        return {name: _typesettable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_typesettable(inner) for inner in value]
    return _shaped(value) if isinstance(value, str) else value


def _shaped(text: str) -> str:
    kept = (
        sign if any(low <= ord(sign) <= high for low, high in SHAPED) else NO_SHAPE
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) not in UNSEEN
    )
    return TOO_LONG.sub("\\g<0>\u200b", "".join(kept))
