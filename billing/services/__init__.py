"""What can be done with money: the public face of the room."""

from billing.services.agreements import Signature, end_agreement, register_signed_agreement
from billing.services.charges import HeldTalk, TalkPreview, next_talk, post_charge
from billing.services.documents import store_document
from billing.services.exports import export_period
from billing.services.invoices import Run, issue

__all__ = [
    "HeldTalk",
    "Run",
    "Signature",
    "TalkPreview",
    "end_agreement",
    "export_period",
    "issue",
    "next_talk",
    "post_charge",
    "register_signed_agreement",
    "store_document",
]
