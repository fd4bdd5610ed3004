"""Who speaks for an organisation, and what is known of them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User

from requests_app.models import ContactPerson

YES = "ja"


def address_key(email: str) -> str:
    """Return the form in which two addresses are one mailbox; "" where none is safe to compare.

    Capitals aside, nothing is forgiven: no dots, no plus, no letters that only look the same.
    """
    key = email.strip().lower()
    return key if email.isascii() and "@" in key else ""


def contact_of(user: AbstractBaseUser | AnonymousUser) -> ContactPerson | None:
    """Return the confirmed contact person behind a login, with the organisation; None otherwise.

    Staff never speak for an organisation: their account opens much more than that.
    """
    contact = open_contact_of(user)
    return contact if contact and contact.confirmed_at is not None else None


def open_contact_of(user: AbstractBaseUser | AnonymousUser) -> ContactPerson | None:
    """Return the contact person behind a login, waiting or confirmed; None for anybody else."""
    if not isinstance(user, User) or not may_be_contact(user):
        return None
    return (
        ContactPerson.objects.select_related("organisation", "user")
        .filter(user=user.pk, ended_at__isnull=True)
        .order_by()
        .first()
    )


def may_be_contact(user: User) -> bool:
    """Tell whether an account may act for an organisation at all."""
    return user.is_active and not user.is_staff and not user.is_superuser


def is_proven(contact: ContactPerson) -> bool:
    """Tell whether the person logged in, by a mailed code, since asking for this access."""
    last = contact.user.last_login
    return last is not None and last >= contact.asked_at


def is_known_contact(organisation_id: int, email: str) -> bool:
    """Tell whether this is the address of a confirmed contact person of an organisation."""
    key = address_key(email)
    if not key:
        return False
    found = (
        ContactPerson.objects.confirmed()
        .filter(organisation=organisation_id, user__email__iexact=key)
        .select_related("user")
        .order_by("pk")
    )
    return any(
        may_be_contact(contact.user) and address_key(contact.user.email) == key for contact in found
    )


def prefill_for(user: AbstractBaseUser | AnonymousUser) -> dict[str, str]:
    """Return what the request form can fill in itself (F4); nothing for who is not confirmed."""
    contact = contact_of(user)
    if contact is None or contact.organisation is None:
        return {}
    organisation = contact.organisation
    return {
        "requester_name": contact.name,
        "requester_function": contact.function,
        "requester_email": contact.user.email,
        "requester_phone": contact.phone,
        "organisation_name": organisation.name,
        "organisation_type": organisation.type_id,
        "organisation_postcode": organisation.postcode,
        "organisation_city": organisation.city,
        "introduced": YES if organisation.introduced_on else "",
    }


def account_for(email: str) -> User | None:
    """Return the account that may log in by a code sent to this address; None for all others.

    Somebody with an open place as contact person, and never staff: a mailed code would go round
    their password and second factor. An address that staff use too opens nothing at all.
    """
    found = accounts_at(email)
    if any(user.is_staff or user.is_superuser for user in found):
        return None
    open_places = ContactPerson.objects.filter(ended_at__isnull=True, user__in=found)
    places = set(open_places.order_by().values_list("user", flat=True))
    return next((user for user in found if user.is_active and user.pk in places), None)


def accounts_at(email: str) -> list[User]:
    """Return every account with this address, whatever it is."""
    key = address_key(email)
    if not key:
        return []
    found = User.objects.filter(email__iexact=key).order_by("pk")
    return [user for user in found if address_key(user.email) == key]
