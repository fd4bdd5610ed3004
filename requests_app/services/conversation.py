"""Words about a request among the coaches."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.models import InternalNote
from requests_app.services.transitions import lock_request


@transaction.atomic
def add_note(pk: UUID, *, by: User, body: str, now: datetime) -> InternalNote:
    """Add an internal note; the requester never sees it."""
    request = lock_request(pk)
    return InternalNote.objects.create(request=request, at=now, by=by, body=body)
