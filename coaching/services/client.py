"""Opening what was written about a client. Each time is written down first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from coaching.models import DeskRequest
from privacy.services import record_access
from requests_app.models import ClientDetails


@dataclass(frozen=True, slots=True)
class ClientBlock:
    """All that a request says about a client. Never logged, never in a list."""

    client: ClientDetails | None
    question: str
    sensitive_points: str
    location_address: str


@transaction.atomic
def open_client_block(request: DeskRequest, *, route: str, by: User, now: datetime) -> ClientBlock:
    """Log the reading of a client block, along which page, and return the block."""
    record_access(
        by=by,
        record_type=ClientDetails._meta.label,
        record_id=str(request.pk),
        fields="cliënt, onderwerp, gevoelige punten, adres",
        purpose=f"aanvraag {request.reference} voorbereiden",
        route=route,
        now=now,
    )
    return ClientBlock(
        client=ClientDetails.objects.filter(request=request.pk).first(),
        question=request.question,
        sensitive_points=request.sensitive_points,
        location_address="\n".join(
            filter(None, [request.location_address, request.location_directions])
        ),
    )
