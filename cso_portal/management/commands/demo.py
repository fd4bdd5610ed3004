"""`manage.py demo`: fill an empty database with fictional data. Only in demo mode."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from billing.models import Debtor, SellerSettings
from coaching.models import Supporter, SupporterLanguage
from cso_portal.demo import activities
from cso_portal.demo.contacts import play_contacts
from cso_portal.demo.people import CLIENTS, HELPERS, PASSWORD, STAFF, enterprise_number
from cso_portal.demo.play import Play
from outbox.models import OutgoingMail
from requests_app.models import ConsultRequest, ContactPerson, Organisation
from requests_app.rules import local_date

# The mails of the older history are not sent again: the demo's mailbox starts with these days.
MAIL_DAYS = 2


class Command(BaseCommand):
    """Fill in the demo, and say how to log in."""

    help = "Fill an empty database with fictional demo data (needs DEMO=1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--if-empty`."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are requests already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the database unless it holds something; always print the logins."""
        if not settings.DEMO:
            raise CommandError("Demo data goes into a demo only: set DEMO=1.")
        if ConsultRequest.objects.exists():
            if not options["if_empty"]:
                raise CommandError("There are requests already. `make demo-reset` starts afresh.")
        else:
            with transaction.atomic():
                fill()
        for person in STAFF:
            self.stdout.write(f"  login  {person.username:<12} {PASSWORD}   ({person.group})")
        for contact in ContactPerson.objects.confirmed().select_related("user").order_by("pk"):
            self.stdout.write(f"  /mijn/ {contact.user.email}   (code: /demo/mails/)")


def fill() -> None:
    """Write people, organisations, money and the history; one transaction around it."""
    now = timezone.now()
    users = {person.username: _user(*person) for person in STAFF}
    today = local_date(now)
    for position, client in enumerate(CLIENTS, start=1):
        organisation = Organisation.objects.create(
            name=client.name,
            type_id=client.type_code,
            street=f"Verzonnenstraat {position}",
            postcode="3000",
            city="Leuven",
            introduced_on=today - timedelta(days=260) if client.introduced else None,
            checked_on=today - timedelta(days=250) if client.introduced else None,
        )
        if client.introduced:
            _debtor(organisation, client.debtor, position)
    for helper in HELPERS:
        _supporter(helper, users["coach"])
    SellerSettings.objects.update_or_create(pk=1, defaults=SELLER)
    play = Play(now=now, coaches=[users["coach"], users["coach2"]], finance=users["finance"])
    play.all()
    activities.tell(play)
    play_contacts(now=now, coach=users["coach"])
    OutgoingMail.objects.filter(created_at__lt=now - timedelta(days=MAIL_DAYS)).delete()


SELLER = {
    "name": "OCMW Leuven (demo)",
    "street": "Andreas Vesaliusstraat 47",
    "postcode": "3000",
    "city": "Leuven",
    "enterprise_number": "0212222241",
    "iban": "BE31091001234555",
    "email": "facturatie@ocmw.voorbeeld.be",
    "phone": "016 00 00 00",
    "reference_prefix": "777",
}


def _user(username: str, group: str, first_name: str, last_name: str) -> User:
    user = User.objects.create_user(
        username,
        f"{username}@ocmw.voorbeeld.be",
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        is_staff=True,
    )
    user.groups.add(Group.objects.get(name=group))
    return user


def _debtor(organisation: Organisation, name: str, position: int) -> None:
    Debtor.objects.create(
        organisation=organisation,
        name=name,
        enterprise_number=enterprise_number(position),
        street=f"Boekhoudlaan {position}",
        postcode="3000",
        city="Leuven",
        email=f"boekhouding{position}@voorbeeld.be",
    )


def _supporter(helper: Any, coach: User) -> None:
    today = local_date(timezone.now())
    supporter = Supporter.objects.create(
        first_name=helper.first_name,
        last_name=helper.last_name,
        email=f"{helper.first_name.lower()}@cso.voorbeeld.be",
        phone="0470 00 00 00",
        gender=helper.gender,
        confidentiality_signed_on=today - timedelta(days=300),
        travel_minutes=helper.travel_minutes,
        coach=coach,
    )
    for position, code in enumerate(helper.languages):
        SupporterLanguage.objects.create(
            supporter=supporter,
            language_id=code,
            level=SupporterLanguage.Level.FLUENT if position else SupporterLanguage.Level.NATIVE,
        )
