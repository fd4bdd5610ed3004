"""The requester's own details change while the request runs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.services import enqueue_all
from requests_app import letters
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ConsultRequest, ContactChange
from requests_app.services.transitions import lock_request


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach the requester."""

    name: str
    function: str
    email: str
    phone: str


@retried
@transaction.atomic
def change_contact(
    pk: UUID, details: ContactDetails, *, now: datetime, version: int, origin: str = ""
) -> ConsultRequest:
    """Change who asks and how to reach them; tell the old and the new address when that changed.

    It is no step in the life of the request: state and version stay, so that nobody at the desk has
    to begin anew for a telephone number. Raises RuleViolation once the request is closed.
    """
    request = lock_request(pk, version=version)
    if not request.is_open:
        raise RuleViolation("Deze aanvraag is afgesloten. Je gegevens veranderen er niet meer.")
    old_email = request.requester_email
    request.requester_name = details.name
    request.requester_function = details.function
    request.requester_email = details.email
    request.requester_phone = details.phone
    request.save(
        update_fields=[
            "requester_name",
            "requester_function",
            "requester_email",
            "requester_phone",
        ]
    )
    if details.email != old_email:
        _tell_both(request, old_email, now=now, origin=origin)
    return request


@retried
@transaction.atomic
def confirm_address(pk: UUID, *, version: int | None = None) -> ConsultRequest:
    """Let codes go to the new address, because a coach knows that it is the requester's.

    The addresses before are forgotten with it: they barred the codes, and are of no other use.
    Raises RuleViolation when the address did not change.
    """
    request = lock_request(pk, version=version)
    changes = ContactChange.objects.filter(request=request)
    if not changes.exists():
        raise RuleViolation("Het e-mailadres is niet veranderd. Er is niets te bevestigen.")
    changes.delete()
    return request


def _tell_both(request: ConsultRequest, old_email: str, *, now: datetime, origin: str) -> None:
    change = ContactChange.objects.create(request=request, old_email=old_email, at=now)
    request.codes.filter(used_at__isnull=True).delete()
    enqueue_all(letters.for_changed_address(change, origin=origin), now=now)
