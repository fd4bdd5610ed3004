"""What people told us outside a request stays a year after somebody dealt with it."""

from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db.models import QuerySet

from privacy.models import ErasureActor, ErasureReason
from privacy.retention import Policy
from privacy.services import record_erasure
from requests_app.models import Introduction, PageFeedback

KEPT_AFTER_HANDLING = timedelta(days=365)

V = TypeVar("V", Introduction, PageFeedback)


def due(model: type[V], now: datetime) -> QuerySet[V]:
    """Return the rows that somebody dealt with more than a year ago; what waits stays."""
    handled = model._default_manager.filter(handled_at__lt=now - KEPT_AFTER_HANDLING)
    return handled.order_by("handled_at", "pk")


def erase(row: Introduction | PageFeedback, *, now: datetime) -> None:
    """Remove the row as a whole; a tombstone without words stays."""
    record_erasure(
        record_type=row._meta.label,
        record_id=str(row.pk),
        reason=ErasureReason.RETENTION,
        actor=ErasureActor.SYSTEM,
        now=now,
    )
    row.delete()


INTRODUCTIONS = Policy(
    name="requests_app.introductions",
    description="Vragen om kennis te maken, een jaar na de behandeling",
    due=partial(due, Introduction),
    erase=erase,
)
PAGE_FEEDBACK = Policy(
    name="requests_app.page_feedback",
    description="Meldingen over pagina's, een jaar na de behandeling",
    due=partial(due, PageFeedback),
    erase=erase,
)
POLICIES = (INTRODUCTIONS, PAGE_FEEDBACK)
