"""How long things stay: the words of a request as long as its link opens, tokens of a day a day."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from privacy.models import ErasureReason
from privacy.retention import Policy
from requests_app import rules
from requests_app.models import AccessCode, ConsultRequest, ContactChange, LinkRequest, LoginMail
from requests_app.services.closing import erase_client
from requests_app.services.transitions import Actor

Row = TypeVar("Row", bound=Model)

DAY = timedelta(days=1)
# As long as a mail to the address before may still be tried.
CHANGES_KEPT = timedelta(days=30)


def due(now: datetime) -> QuerySet[ConsultRequest]:
    """Return the requests that ended too long ago to keep the client and the free texts."""
    ended_before = now - timedelta(days=rules.DAYS_KEPT_AFTER_CLOSING)
    kept = ConsultRequest.objects.filter(closed_at__lt=ended_before, client_erased_at=None)
    return kept.order_by("closed_at", "pk")


def erase(request: ConsultRequest, *, now: datetime) -> None:
    """Erase what was said and about whom; the proof of agreement and the figures stay."""
    erase_client(request, reason=ErasureReason.RETENTION, actor=Actor.system(), now=now)


CLIENTS = Policy(
    name="requests_app.clients",
    description="Gegevens van de cliënt, berichten en vrije tekst van afgesloten aanvragen",
    due=due,
    erase=erase,
)


def passing(model: type[Row], description: str) -> Policy:
    """Return the policy of rows that a mail is made from; a day later they are of no use."""

    def due(now: datetime) -> QuerySet[Row]:
        rows = model._default_manager.filter(created_at__lt=now - DAY)
        return rows.order_by("created_at", "pk")

    return Policy(
        name=f"requests_app.{model._meta.model_name}",
        description=description,
        due=due,
        erase=delete,
    )


def delete(row: Model, *, now: datetime) -> None:
    """Delete a row about no client; nothing is to be proven about it."""
    row.delete()


def due_codes(now: datetime) -> QuerySet[AccessCode]:
    """Return codes that were never used.

    One that was used says when the whole request was read: it stays until the client is erased.
    """
    unused = AccessCode.objects.filter(used_at__isnull=True, created_at__lt=now - DAY)
    return unused.order_by("created_at", "pk")


def due_changes(now: datetime) -> QuerySet[ContactChange]:
    """Return former addresses of requests whose client was erased; until then they bar codes."""
    over = ContactChange.objects.filter(request__client_erased_at__lt=now - CHANGES_KEPT)
    return over.order_by("at", "pk")


LINK_REQUESTS = passing(LinkRequest, "Vragen om verloren links")
LOGIN_MAILS = passing(LoginMail, "Mails om in te loggen")
CODES = Policy(
    name="requests_app.codes",
    description="Eenmalige codes die niemand gebruikte",
    due=due_codes,
    erase=delete,
)
CONTACT_CHANGES = Policy(
    name="requests_app.contact_changes",
    description="Vorige e-mailadressen van aanvragen waarvan de cliënt gewist is",
    due=due_changes,
    erase=delete,
)
POLICIES = (CLIENTS, LINK_REQUESTS, LOGIN_MAILS, CODES, CONTACT_CHANGES)
