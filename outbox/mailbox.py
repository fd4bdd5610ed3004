"""Read the mails that the file backend left, for the demo mailbox; how a browser may show a mail."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

# A mail carries its style inline, and may do nothing else.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; sandbox"
)
NAME = re.compile(r"\d{8}T\d{6}-\d{6}-[0-9a-f]{8}\.eml")


@dataclass(frozen=True)
class StoredMail:
    """One mail as a person reads it."""

    name: str
    subject: str
    to: str
    at: datetime | None
    text: str
    html: str
    attachments: list[str]


def names(limit: int) -> list[str]:
    """Newest first; names sort by time."""
    folder = Path(settings.EMAIL_FILE_PATH)
    found = (path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name))
    return sorted(found, reverse=True)[:limit]


def read(name: str) -> StoredMail:
    """Raise FileNotFoundError for a name that is not one of ours; no other path is ever opened."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    content = (Path(settings.EMAIL_FILE_PATH) / name).read_bytes()
    message = message_from_bytes(content, policy=policy.default)
    return StoredMail(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        at=_moment(message),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=[part.get_filename() or "" for part in message.iter_attachments()],
    )


def _moment(message: EmailMessage) -> datetime | None:
    """Django writes "-0000", which the parser takes for a time without a zone: it is UTC."""
    if not message["Date"]:
        return None
    moment = parsedate_to_datetime(str(message["Date"]))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    return str(part.get_content()) if part is not None else ""
