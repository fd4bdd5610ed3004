"""Two contact persons: one who can log in at /mijn/, one who waits for a coach."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from cso_portal.demo.people import CLIENTS, Client
from requests_app.models import ConsultRequest, ContactPerson, Organisation
from requests_app.services.accounts import AccessWish, ask_access, confirm_contact, note_proof

# Its organisation has talks, an agreement and invoices.
CONFIRMED = CLIENTS[7]
WAITING = CLIENTS[2]


def play_contacts(*, now: datetime, coach: User) -> None:
    """Let both ask for access and prove their address; a coach confirms the first."""
    known = _asks(CONFIRMED, now - timedelta(days=40))
    organisation = Organisation.objects.get(name=CONFIRMED.name)
    confirm_contact(known.pk, organisation.pk, by=coach, now=now - timedelta(days=39))
    waiting = _asks(WAITING, now - timedelta(hours=5))
    note_proof(waiting.user, origin="", now=now - timedelta(hours=5))


def _asks(client: Client, at: datetime) -> ContactPerson:
    asked = ConsultRequest.objects.filter(requester_name=client.worker)
    wish = AccessWish(
        email=asked.order_by("submitted_at")[0].requester_email,
        organisation_name=client.name,
        name=client.worker,
        function=client.function,
        phone="016 00 00 00",
    )
    user = ask_access(wish, now=at)
    User.objects.filter(email=wish.email).update(last_login=at)
    return ContactPerson.objects.get(user=user)
