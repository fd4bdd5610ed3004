"""The service's own words in a kind of mail (M5): plain text, with words between braces filled in.

No template language and no HTML: what is typed is what is read. Whatever is wrong with it, the
built-in words go out, and the wrong is to be seen in the admin.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from outbox.errors import WordsInvalid
from outbox.mails.kinds import Mail
from outbox.models import MailText
from outbox.rules import fault_in, filled

logger = logging.getLogger(__name__)


class Words(Protocol):
    """What somebody wrote: a row, or a form that is not saved yet."""

    subject: str
    opening: str
    closing: str


@dataclass(frozen=True)
class OwnWords:
    """The words as they go into a mail; empty where the built-in words stand."""

    subject: str = ""
    opening: str = ""
    opening_html: str = ""
    closing: str = ""
    closing_html: str = ""


def own_words(mail: Mail[Any], obj: Any) -> OwnWords:
    """The words that the service wrote for this kind; none where something is wrong with them."""
    text = MailText.objects.filter(pk=mail.kind, active=True).first()
    if text is None:
        return OwnWords()
    try:
        return fill(text, mail.values(obj), known=mail.placeholders())
    except WordsInvalid as error:
        problem = error.code
    except Exception as error:  # noqa: BLE001 - the traceback could hold the words; the mail must go
        problem = f"values-{type(error).__name__}"[:60]
    logger.error("own words of %s are left out: %s", mail.kind, problem)
    MailText.objects.filter(pk=mail.kind).update(problem=problem)
    return OwnWords()


def fill(words: Words, values: Mapping[str, str], *, known: Mapping[str, object]) -> OwnWords:
    """Put the values in; raise WordsInvalid when the words cannot be used."""
    for part in (words.opening, words.closing):
        if fault := fault_in(part, known):
            raise WordsInvalid(fault.code)
    if fault_in(words.subject, {}) or len(words.subject.splitlines()) > 1:
        raise WordsInvalid("subject")
    opening, closing = (filled(part, values) for part in (words.opening, words.closing))
    if opening is None or closing is None:
        raise WordsInvalid("value-missing")
    return OwnWords(
        subject=words.subject.strip(),
        opening=opening,
        opening_html=paragraphs(opening),
        closing=closing,
        closing_html=paragraphs(closing),
    )


def paragraphs(text: str) -> SafeString:
    """Plain text as HTML: an empty line makes a paragraph, every other line break stays one."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    lines = [
        (mark_safe("<br>\n".join(escape(line) for line in part.splitlines())),) for part in parts
    ]
    return format_html_join("\n", '<p style="margin:0 0 16px;">{}</p>', lines)
