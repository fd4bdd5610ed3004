"""The kinds of mail. A room describes one by a small class and registers it:

    @register
    class RequestCopy(Mail[ConsultRequest]):
        kind = "requests.copy"
        template = "requests_app/copy"   # templates/emails/requests_app/copy.txt and .html

Nothing of a mail is stored: it is rendered from its object at the moment it is sent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from outbox.errors import MailInvalid
from outbox.models import OutgoingMail

T = TypeVar("T")


@dataclass(frozen=True)
class Attachment:
    """A file with the mail, such as a calendar file."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class OwnWords:
    """What the service wrote itself for this kind of mail; empty where the built-in words stand."""

    opening: str = ""
    opening_html: str = ""
    closing: str = ""
    closing_html: str = ""


class Mail(Generic[T]):
    """One kind of mail. Made anew for each sending; `occasion` is that of the row."""

    kind: ClassVar[str]
    template: ClassVar[str]
    # Set where a stranger decides to whom it goes: then the caps of the hour hold (S9).
    capped: ClassVar[bool] = False

    def __init__(self, *, occasion: str = "") -> None:
        self.occasion = occasion

    def load(self, ref: str) -> T | None:
        """The object, fresh from the database; None when the mail is no longer wanted."""
        raise NotImplementedError

    def recipient(self, obj: T) -> list[str]:
        """Exactly one address."""
        raise NotImplementedError

    def subject(self, obj: T) -> str:
        """One line, without any fact about a client."""
        raise NotImplementedError

    def context(self, obj: T) -> dict[str, Any]:
        return {}

    def reply_to(self, obj: T) -> list[str]:
        return []

    def attachments(self, obj: T) -> list[Attachment]:
        return []

    @classmethod
    def label(cls) -> str:
        """What staff call this kind of mail."""
        return cls.kind

    @classmethod
    def titles(cls, refs: Iterable[str]) -> dict[str, str]:
        """Titles for staff of what mails are about, by `ref`; what is gone may be missing."""
        return {}

    @classmethod
    def pages(cls, refs: Iterable[str]) -> dict[str, str]:
        """Addresses of the pages where staff find what mails are about, by `ref`."""
        return {}

    @classmethod
    def refs_of(cls, title: str) -> list[str]:
        """The `ref`s that bear a title, for the search of the staff."""
        return []

    def footer(self) -> dict[str, str]:
        """Name, address, email, phone and url of who writes: they stand under the mail."""
        raise NotImplementedError


_kinds: dict[str, type[Mail[Any]]] = {}

M = TypeVar("M", bound=type[Mail[Any]])


def register(mail_class: M) -> M:
    if _kinds.setdefault(mail_class.kind, mail_class) is not mail_class:
        raise ValueError(f"Mail kind {mail_class.kind} is registered twice.")
    return mail_class


def unregister(mail_class: type[Mail[Any]]) -> None:
    del _kinds[mail_class.kind]


def registered() -> list[type[Mail[Any]]]:
    return [_kinds[kind] for kind in sorted(_kinds)]


def label_of(kind: str) -> str:
    """The name of a kind for staff; the kind itself when no room registered it."""
    return _kinds[kind].label() if kind in _kinds else kind


def is_capped(kind: str) -> bool:
    """Whether a stranger decides to whom mails of this kind go (S9)."""
    return kind in _kinds and _kinds[kind].capped


def titles_of(rows: Iterable[OutgoingMail]) -> dict[str, str]:
    """Titles of what mails are about, by row key; asks each kind once."""
    found: dict[str, str] = {}
    for mail_class, some in _by_class(rows):
        titles = mail_class.titles([row.ref for row in some]) if mail_class else {}
        found |= {str(row.pk): titles.get(row.ref, row.ref) for row in some}
    return found


def pages_of(rows: Iterable[OutgoingMail]) -> dict[str, str]:
    """Addresses of what mails are about, by row key, empty where there is no page."""
    found: dict[str, str] = {}
    for mail_class, some in _by_class(rows):
        pages = mail_class.pages([row.ref for row in some]) if mail_class else {}
        found |= {str(row.pk): pages.get(row.ref, "") for row in some}
    return found


def _by_class(
    rows: Iterable[OutgoingMail],
) -> list[tuple[type[Mail[Any]] | None, list[OutgoingMail]]]:
    by_kind: dict[str, list[OutgoingMail]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [(_kinds.get(kind), some) for kind, some in by_kind.items()]


def refs_of(title: str) -> set[str]:
    """Every `ref` that bears a title, whatever the kind."""
    return {ref for mail_class in registered() for ref in mail_class.refs_of(title)}


def compose(row: OutgoingMail) -> EmailMultiAlternatives | None:
    """The message of a row, or None when nothing is to be sent; raise MailInvalid."""
    mail_class = _kinds.get(row.kind)
    if mail_class is None:
        raise MailInvalid("unknown-kind")
    mail = mail_class(occasion=row.occasion)
    obj = mail.load(row.ref)
    return None if obj is None else _message(mail, obj, row)


def _message(mail: Mail[T], obj: T, row: OutgoingMail) -> EmailMultiAlternatives:
    subject = mail.subject(obj)
    context = {
        **mail.context(obj),
        "service": mail.footer(),
        "subject": subject,
        "own": OwnWords(),
    }
    message = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=_tidy(render_to_string(f"emails/{mail.template}.txt", context)),
        to=[_single(mail.recipient(obj))],
        reply_to=mail.reply_to(obj),
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(
        render_to_string(f"emails/{mail.template}.html", context), "text/html"
    )
    for attachment in mail.attachments(obj):
        message.attach(attachment.name, attachment.content, attachment.mimetype)
    # Read by Anymail only, when a mail service sends: no tracking, and nothing but our reference.
    message.track_opens = message.track_clicks = False  # type: ignore[attr-defined]
    message.metadata = {"mail": str(row.pk)}  # type: ignore[attr-defined]
    return message


def _tidy(text: str) -> str:
    """Template tags leave empty lines behind: at most one between paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _single(recipients: list[str]) -> str:
    if len(recipients) != 1 or not recipients[0] or any(c in recipients[0] for c in "\r\n,;"):
        raise MailInvalid("recipient")
    return recipients[0]


def _one_line(subject: str) -> str:
    if not subject.strip() or len(subject.splitlines()) != 1:
        raise MailInvalid("subject")
    return subject
