"""The file number of a dossier goes when nothing is left of its client."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from billing.models import Charge, ClientDossier
from privacy.models import ErasureActor, ErasureReason
from privacy.retention import Policy
from privacy.services import record_erasure
from requests_app.models import ConsultRequest


def due(_now: datetime) -> QuerySet[ClientDossier]:
    """Return the dossiers with a file number, all of whose requests were erased."""
    charges = Charge.objects.filter(counter__dossier=OuterRef(OuterRef("pk"))).order_by()
    not_erased = ConsultRequest.objects.filter(
        reference__in=charges.values("request_reference"), client_erased_at=None
    )
    named = ClientDossier.objects.exclude(file_reference="")
    return named.filter(~Exists(not_erased)).order_by("pk")


def erase(dossier: ClientDossier, *, now: datetime) -> None:
    """Forget the file number; the random id and the count of talks stay."""
    dossier.file_reference = ""
    dossier.save(update_fields=["file_reference"])
    record_erasure(
        record_type="billing.ClientDossier",
        record_id=str(dossier.pk),
        reason=ErasureReason.RETENTION,
        actor=ErasureActor.SYSTEM,
        now=now,
    )


DOSSIERS = Policy(
    name="billing.dossiers",
    description="Dossiernummers waarvan alle cliëntgegevens gewist zijn",
    due=due,
    erase=erase,
)
