"""Who may log in at /mijn/ and for which organisation: asked by the person, decided by a coach."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from outbox.services import enqueue
from requests_app import account_mails
from requests_app.errors import RuleViolation
from requests_app.locking import retried
from requests_app.models import ContactPerson, LoginMail, Organisation
from requests_app.selectors.contacts import (
    account_for,
    accounts_at,
    address_key,
    is_proven,
    may_be_contact,
)

GONE = "Deze vraag om toegang is er niet meer. Kijk de lijst na."
ENDED = "Deze toegang is al gestopt. Er is niets veranderd."
CONFIRMED = "Iemand anders heeft deze persoon intussen bevestigd. Er is niets veranderd."
UNPROVEN = (
    "Deze persoon gaf de code uit de mail nog niet in. Zo weten we niet van wie het adres is."
    " Bevestig pas daarna."
)
CLOSED = "Dit account is uitgezet, of is van een medewerker. Het kan geen contactpersoon zijn."


@dataclass(frozen=True, slots=True)
class AccessWish:
    """What somebody who asks for access says."""

    email: str = field(repr=False)
    organisation_name: str
    name: str = field(repr=False)
    function: str = ""
    phone: str = field(default="", repr=False)


@retried
@transaction.atomic
def ask_access(wish: AccessWish, *, now: datetime) -> User | None:
    """Note who wants access, and return the account that a code may now be mailed to.

    Nothing is given by it: the code proves the address, and after that a coach decides. Who is
    known already stays as known, whatever a stranger typed. None for staff and closed accounts.
    """
    found = account_for(wish.email)
    if found is not None:
        return found
    user = _account(wish.email)
    if user is None:
        return None
    User.objects.select_for_update().get(pk=user.pk)
    if not ContactPerson.objects.filter(user=user, ended_at__isnull=True).exists():
        ContactPerson.objects.create(
            user=user,
            organisation_name=wish.organisation_name,
            name=wish.name,
            function=wish.function,
            phone=wish.phone,
            asked_at=now,
        )
    return user


def _account(email: str) -> User | None:
    """Return the account of an address, made where there is none; None where it may not be."""
    known = accounts_at(email)
    if known:
        usable = all(may_be_contact(user) for user in known)
        return known[0] if usable else None
    key = address_key(email)
    # Two askings at once find each other on the name.
    name = f"contact-{sha256(key.encode()).hexdigest()[:32]}"
    defaults = {"email": key, "password": make_password(None)}
    user, _ = User.objects.get_or_create(username=name, defaults=defaults)
    return user if user.email == key and may_be_contact(user) else None


@transaction.atomic
def send_login_mail(email: str, code: str, *, origin: str, now: datetime) -> LoginMail:
    """Queue the mail with a code. Without a code none is sent, after just as much work."""
    mail = LoginMail.objects.create(email=email, code=code, created_at=now)
    enqueue(account_mails.for_login(mail, origin=origin), now=now)
    return mail


@transaction.atomic
def note_proof(user: User, *, origin: str, now: datetime) -> None:
    """Tell the coaches, once, that somebody who waits proved the address."""
    contact = ContactPerson.objects.waiting().filter(user=user).order_by().first()
    if contact is not None:
        enqueue(account_mails.for_waiting(contact, origin=origin), now=now)


@retried
@transaction.atomic
def confirm_contact(pk: int, organisation_id: int, *, by: User, now: datetime) -> ContactPerson:
    """Let a person speak for an organisation, and tell them. For this person only.

    Raises RuleViolation unless the person waits, proved the address and has a plain account.
    """
    contact = _locked(pk)
    if contact.confirmed_at is not None:
        raise RuleViolation(CONFIRMED)
    if not may_be_contact(contact.user):
        raise RuleViolation(CLOSED)
    if not is_proven(contact):
        raise RuleViolation(UNPROVEN)
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise RuleViolation("Kies een organisatie uit de lijst.", field="organisation")
    contact.organisation = organisation
    contact.confirmed_at, contact.confirmed_by = now, by
    contact.save(update_fields=["organisation", "confirmed_at", "confirmed_by"])
    enqueue(account_mails.for_ready(contact), now=now)
    return contact


@retried
@transaction.atomic
def end_contact(pk: int, *, now: datetime) -> ContactPerson:
    """Refuse somebody who waits, or stop somebody's access: every session is out at once.

    Sessions hang on the password's hash; a fresh unusable one cuts them off for good, also when
    the account is used again later. Raises RuleViolation when it was ended before.
    """
    contact = _locked(pk)
    contact.ended_at = now
    contact.save(update_fields=["ended_at"])
    if not (contact.user.is_staff or contact.user.is_superuser):
        contact.user.set_unusable_password()
        contact.user.save(update_fields=["password"])
    return contact


def _locked(pk: int) -> ContactPerson:
    found = ContactPerson.objects.select_for_update(of=("self",)).select_related("user")
    contact = found.filter(pk=pk).order_by().first()
    if contact is None:
        raise RuleViolation(GONE)
    if contact.ended_at is not None:
        raise RuleViolation(ENDED)
    return contact
