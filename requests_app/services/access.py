"""Coming in without an account: one-time codes and lost links."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.services import enqueue
from requests_app import codes, letters
from requests_app.errors import RuleViolation
from requests_app.models import AccessCode, LinkRequest
from requests_app.services.transitions import lock_request

BLOCKED = (
    "Het e-mailadres van deze aanvraag is veranderd. Een coach moet dat eerst bevestigen."
    " Mail of bel ons."
)
ASK_AGAIN = "Deze code werkt niet meer. Vraag een nieuwe code."


@transaction.atomic
def send_code(pk: UUID, *, now: datetime, origin: str = "") -> AccessCode:
    """Make a one-time code and mail it; codes that were asked before stop working."""
    request = lock_request(pk)
    if request.client_erased_at:
        raise RuleViolation("De gegevens van deze aanvraag zijn gewist.")
    if codes.is_blocked(request):
        raise RuleViolation(BLOCKED)
    code = AccessCode.objects.create(request=request, created_at=now)
    enqueue(letters.for_code(code, origin=origin), now=now)
    return code


def use_code(pk: UUID, typed: str, *, now: datetime) -> None:
    """Use a code up; `used_at` keeps that and when the whole request was opened.

    Raises RuleViolation for a wrong one (the try counts) and for one that works no more.
    """
    left = _try(pk, typed, now=now)
    if left is None:
        return
    if left == 0:
        raise RuleViolation(ASK_AGAIN, field="code")
    tries = "één keer" if left == 1 else f"{left} keer"
    raise RuleViolation(
        f"Deze code klopt niet. Kijk ze na in de mail. Je kan nog {tries} proberen.", field="code"
    )


@transaction.atomic
def _try(pk: UUID, typed: str, *, now: datetime) -> int | None:
    """Count a try; return None when the code is right, otherwise how many tries are left."""
    code = (
        AccessCode.objects.select_for_update(of=("self",))
        .filter(request=pk)
        .order_by("-created_at", "pk")
        .first()
    )
    if code is None or not codes.is_alive(code, now=now):
        raise RuleViolation(ASK_AGAIN, field="code")
    code.tries += 1
    if codes.matches(code, typed):
        code.used_at = now
    code.save(update_fields=["tries", "used_at"])
    return None if code.used_at else codes.TRIES - code.tries


@transaction.atomic
def ask_for_links(email: str, *, now: datetime, origin: str = "") -> LinkRequest:
    """Note that somebody lost the links of an address, known or not; the worker looks it up (T4)."""
    asked = LinkRequest.objects.create(email=email, created_at=now)
    enqueue(letters.for_lost_links(asked, origin=origin), now=now)
    return asked
