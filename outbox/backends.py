"""A mail backend that leaves each message as a readable file."""

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone


class FileBackend(BaseEmailBackend):
    """One .eml per message in EMAIL_FILE_PATH; the names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            write_whole(folder / new_name(), message.message().as_bytes())
        return len(email_messages)


def new_name() -> str:
    return f"{timezone.now():%Y%m%dT%H%M%S-%f}-{uuid4().hex[:8]}.eml"


def write_whole(path: Path, content: bytes) -> None:
    """A reader sees the whole file or none, also when the machine stops half-way."""
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
