"""Sheets for clients: reviewed by a coach, or proposed from the sheet of an earlier text."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.errors import RuleViolation
from requests_app.models import ConsentSheet, ConsentText, Language


@transaction.atomic
def review_sheet(pk: int, *, seen: str, by: User, now: datetime) -> ConsentSheet:
    """Mark a sheet as reviewed, so that the public gets it.

    `seen` is the fingerprint of what the reviewer read. Raises RuleViolation when somebody changed
    the sheet meanwhile: what nobody read is not reviewed.
    """
    sheet = ConsentSheet.objects.select_for_update().get(pk=pk)
    if sheet.fingerprint != seen:
        raise RuleViolation("Het blad is intussen veranderd. Lees het opnieuw, en keur het dan.")
    sheet.reviewed_at, sheet.reviewed_by = now, by
    sheet.save(update_fields=["reviewed_at", "reviewed_by"])
    return sheet


@transaction.atomic
def copy_sheet(text: ConsentText, language: Language | None) -> ConsentSheet:
    """Propose the sheet of the newest earlier text with one in this language; to be reviewed.

    What is there already stays as it is. Raises RuleViolation when no earlier text has such a
    sheet.
    """
    earlier = ConsentSheet.objects.filter(
        language=language, text__purpose=text.purpose, text__version__lt=text.version
    )
    source = earlier.order_by("-text__version").first()
    if source is None:
        raise RuleViolation("Er is nog geen blad in deze taal om te kopiëren. Schrijf er een.")
    sheet, _ = ConsentSheet.objects.get_or_create(
        text=text,
        language=language,
        defaults={"title": source.title, "body": source.body, "words": source.words},
    )
    return sheet


def next_version(purpose: str) -> int:
    """Return the number of a new text; the caller stores it in the same transaction.

    The text in use is locked, so that two people who write one at once get two numbers.
    """
    newest = ConsentText.objects.current(purpose).select_for_update().first()
    if newest is None:
        return 1
    latest = ConsentText.objects.current(purpose)[0]
    return latest.version + 1
