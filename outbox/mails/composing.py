"""Make the message of a row, from its object as it is now."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string

from outbox.errors import MailInvalid
from outbox.mails.kinds import Mail, kind_of
from outbox.mails.words import OwnWords, Words, fill, own_words
from outbox.models import OutgoingMail

T = TypeVar("T")


@dataclass(frozen=True)
class Preview:
    """How a mail of a kind looks with certain words; `is_whole` when its facts could be invented."""

    subject: str
    text: str
    html: str
    is_whole: bool


def compose(row: OutgoingMail) -> EmailMultiAlternatives | None:
    """The message of a row, or None when nothing is to be sent; raise MailInvalid."""
    mail_class = kind_of(row.kind)
    if mail_class is None:
        raise MailInvalid("unknown-kind")
    mail = mail_class(occasion=row.occasion)
    obj = mail.load(row.ref)
    return None if obj is None else _message(mail, obj, row)


def _message(mail: Mail[T], obj: T, row: OutgoingMail) -> EmailMultiAlternatives:
    own = own_words(mail, obj)
    subject = mail.subject_with(obj, own.subject) if own.subject else mail.subject(obj)
    text, html = rendered(mail.template, mail.context(obj), mail=mail, subject=subject, own=own)
    message = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=text,
        to=[_single(mail.recipient(obj))],
        reply_to=_at_most_one(mail.reply_to(obj)),
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    for attachment in mail.attachments(obj):
        message.attach(attachment.name, attachment.content, attachment.mimetype)
    # Read by Anymail only, when a mail service sends: no tracking, and nothing but our reference.
    message.track_opens = message.track_clicks = False  # type: ignore[attr-defined]
    message.metadata = {"mail": str(row.pk)}  # type: ignore[attr-defined]
    message.stranger_decides = mail.stranger_decides(obj)  # type: ignore[attr-defined]
    return message


def preview(mail_class: type[Mail[Any]], words: Words | None) -> Preview:
    """A mail about an invented object with these words; raise WordsInvalid.

    Of a kind that invents nothing, the words alone in the frame of a mail.
    """
    mail = mail_class()
    known = mail.placeholders()
    examples = {name: placeholder.example for name, placeholder in known.items()}
    own = fill(words, examples, known=known) if words else OwnWords()
    obj = mail.example()
    if obj is None:
        subject, template, context = own.subject or mail.label(), "words_alone", {}
    else:
        subject = mail.subject_with(obj, own.subject) if own.subject else mail.subject(obj)
        template, context = mail.template, mail.example_context(obj)
    text, html = rendered(template, context, mail=mail, subject=subject, own=own)
    return Preview(subject=subject, text=text, html=html, is_whole=obj is not None)


def rendered(
    template: str, context: dict[str, Any], *, mail: Mail[Any], subject: str, own: OwnWords
) -> tuple[str, str]:
    """The two twins: text and HTML."""
    whole = {**context, "service": mail.footer(), "subject": subject, "own": own}
    text = render_to_string(f"emails/{template}.txt", whole)
    return _tidy(text), render_to_string(f"emails/{template}.html", whole)


def _tidy(text: str) -> str:
    """Template tags leave empty lines behind: at most one between paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _single(recipients: list[str]) -> str:
    if len(recipients) != 1 or not is_address(recipients[0]):
        raise MailInvalid("recipient")
    return recipients[0]


def is_address(text: str) -> bool:
    """Whether this is one address and nothing else: no name, no list, no line break."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _at_most_one(reply_to: list[str]) -> list[str]:
    if len(reply_to) > 1 or not all(is_address(each) for each in reply_to):
        raise MailInvalid("reply-to")
    return reply_to


def _one_line(subject: str) -> str:
    if not subject.strip() or len(subject.splitlines()) != 1:
        raise MailInvalid("subject")
    return subject
