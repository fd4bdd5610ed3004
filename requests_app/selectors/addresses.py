"""Which requests somebody with an e-mail address made."""

from datetime import datetime, timedelta

from django.db.models import Q

from requests_app import rules
from requests_app.models import ConsultRequest

# No column of ours is made faster for this one question: it reads as far back as a request can
# still be open (asked a year ahead, answered, held) or its link can still open.
LOOK_BACK = timedelta(days=548)
MOST_LINKS = 50


def address_key(email: str) -> str:
    """Return an address as it is compared: case does not count, for the letters of ASCII only.

    Databases and `str.lower` fold more than that: a look-alike would then pass for somebody else.
    """
    return "".join(letter.lower() if letter.isascii() else letter for letter in email.strip())


def followed_from(email: str, *, now: datetime) -> list[ConsultRequest]:
    """Return the requests of this address whose link still opens, newest first."""
    kept = now - timedelta(days=rules.DAYS_KEPT_AFTER_CLOSING)
    found = ConsultRequest.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=kept),
        submitted_at__gte=now - LOOK_BACK,
        requester_email__iexact=email.strip(),
    ).order_by("-submitted_at", "pk")[:MOST_LINKS]
    return [each for each in found if address_key(each.requester_email) == address_key(email)]
