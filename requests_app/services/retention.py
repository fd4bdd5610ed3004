"""How long the words of a request stay: as long as its link opens, and no day longer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from privacy.models import ErasureReason
from privacy.retention import Policy
from requests_app import rules
from requests_app.models import ConsultRequest
from requests_app.services.closing import erase_client
from requests_app.services.transitions import Actor


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
