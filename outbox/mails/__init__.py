"""Kinds of mail, the words in them, and how a mail is made at the moment it is sent."""

from outbox.mails.composing import Preview, compose, preview
from outbox.mails.kinds import (
    Attachment,
    Mail,
    Placeholder,
    kind_of,
    label_of,
    pages_of,
    refs_of,
    register,
    registered,
    titles_of,
    unregister,
)
from outbox.mails.words import OwnWords

__all__ = [
    "Attachment",
    "Mail",
    "OwnWords",
    "Placeholder",
    "Preview",
    "compose",
    "kind_of",
    "label_of",
    "pages_of",
    "preview",
    "refs_of",
    "register",
    "registered",
    "titles_of",
    "unregister",
]
