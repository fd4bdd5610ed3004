"""How long people who ask for access, or had it, stay known."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet

from privacy.models import ErasureActor, ErasureReason
from privacy.retention import Policy
from privacy.services import record_erasure
from requests_app.models import ContactPerson

# Nobody gave in the code: perhaps somebody typed the address of another.
UNPROVEN_KEPT = timedelta(days=7)
# Long enough to answer who could see what; see docs/decisions/0040.
ENDED_KEPT = timedelta(days=2 * 365)


def due_unproven(now: datetime) -> QuerySet[ContactPerson]:
    """Return who asked for access and never proved the address."""
    unproven = Q(user__last_login__isnull=True) | Q(user__last_login__lt=F("asked_at"))
    old = ContactPerson.objects.waiting().filter(unproven, asked_at__lt=now - UNPROVEN_KEPT)
    return old.order_by("asked_at", "pk")


def due_ended(now: datetime) -> QuerySet[ContactPerson]:
    """Return whose access ended long ago."""
    ended = ContactPerson.objects.filter(ended_at__lt=now - ENDED_KEPT)
    return ended.order_by("ended_at", "pk")


def erase(contact: ContactPerson, *, now: datetime) -> None:
    """Erase the person, and the account with it unless it has another use."""
    record_erasure(
        record_type="requests_app.ContactPerson",
        record_id=str(contact.pk),
        reason=ErasureReason.RETENTION,
        actor=ErasureActor.SYSTEM,
        now=now,
    )
    account = User.objects.filter(pk=contact.user_id, is_staff=False, is_superuser=False)
    contact.delete()
    account.filter(contact_persons__isnull=True).delete()


UNPROVEN = Policy(
    name="requests_app.unproven",
    description="Vragen om toegang zonder bewezen adres",
    due=due_unproven,
    erase=erase,
)
ENDED = Policy(
    name="requests_app.ended_contacts",
    description="Contactpersonen van wie de toegang gestopt is, met hun account",
    due=due_ended,
    erase=erase,
)
POLICIES = (UNPROVEN, ENDED)
