"""The kinds of mail. A room describes one by a small class and registers it:

    @register
    class RequestCopy(Mail[ConsultRequest]):
        kind = "requests.copy"
        template = "requests_app/copy"   # templates/emails/requests_app/copy.txt and .html

Nothing of a mail is stored: it is rendered from its object at the moment it is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from outbox.models import OutgoingMail

T = TypeVar("T")


@dataclass(frozen=True)
class Attachment:
    """A file with the mail, such as a calendar file."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Placeholder:
    """A word between braces in the service's own words, and what stands there in the mail."""

    meaning: str
    example: str


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
    def placeholders(cls) -> dict[str, Placeholder]:
        """What the service may fill in its own words; never a fact about a client."""
        return {}

    def values(self, obj: T) -> dict[str, str]:
        """What comes in the place of each of `placeholders()`."""
        return {}

    def stranger_decides(self, obj: T) -> bool:
        """Whether a stranger decides to whom this very mail goes; see `capped`."""
        return self.capped

    def subject_with(self, obj: T, words: str) -> str:
        """The subject with other words; what stands before the colon stays."""
        before, colon, _ = self.subject(obj).partition(": ")
        return f"{before}{colon}{words}" if colon else words

    def example(self) -> T | None:
        """An invented object that is in no database, to show staff what a mail looks like."""
        return None

    def example_context(self, obj: T) -> dict[str, Any]:
        """`context` of the invented object, for kinds whose context asks the database."""
        return self.context(obj)

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


def kind_of(kind: str) -> type[Mail[Any]] | None:
    """The class of a kind; None when no room registered it."""
    return _kinds.get(kind)


def unregister(mail_class: type[Mail[Any]]) -> None:
    del _kinds[mail_class.kind]


def registered() -> list[type[Mail[Any]]]:
    return [_kinds[kind] for kind in sorted(_kinds)]


def label_of(kind: str) -> str:
    """The name of a kind for staff; the kind itself when no room registered it."""
    return _kinds[kind].label() if kind in _kinds else kind


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
