"""What can be done with money: the public face of the room."""

from billing.services.agreements import Signature, end_agreement, register_signed_agreement
from billing.services.charges import HeldTalk, TalkPreview, next_talk, post_charge

__all__ = [
    "HeldTalk",
    "Signature",
    "TalkPreview",
    "end_agreement",
    "next_talk",
    "post_charge",
    "register_signed_agreement",
]
