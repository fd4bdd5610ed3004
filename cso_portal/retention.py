"""Sessions that ended: the address that somebody typed to log in goes with them."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from privacy.retention import Policy


def due(now: datetime) -> QuerySet[Session]:
    """Sessions that no longer count."""
    return Session.objects.filter(expire_date__lt=now).order_by("expire_date", "pk")


def erase(session: Session, *, now: datetime) -> None:
    session.delete()


SESSIONS = Policy(
    name="cso_portal.sessions",
    description="Sessies die voorbij zijn",
    due=due,
    erase=erase,
)
