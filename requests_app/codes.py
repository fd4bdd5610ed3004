"""The one-time code with which a requester sees the whole request, client block included (T5).

Nothing of a code is stored: it follows from the random id of its row and the secret key, so that
whoever holds a copy of the database cannot make one. The browser's session remembers only for
which request it was given, and until when.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from requests_app.models import AccessCode, ConsultRequest, ContactChange

SALT = "requests_app.codes"
DIGITS = 6
TRIES = 5
VALID = timedelta(minutes=15)
OPEN_FOR = timedelta(minutes=15)
SESSION_KEY = "full_copies"


def code_of(row: AccessCode) -> str:
    """Return the six digits that belong to this row."""
    digest = salted_hmac(SALT, str(row.pk), algorithm="sha256").digest()
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}d}"


def matches(row: AccessCode, typed: str) -> bool:
    """Tell whether somebody typed this code, with or without spaces."""
    digits = "".join(typed.split())
    return digits.isascii() and constant_time_compare(code_of(row), digits)


def is_alive(row: AccessCode, *, now: datetime) -> bool:
    """Tell whether this code can still be used: once, five tries, a quarter of an hour."""
    return row.used_at is None and row.tries < TRIES and now < row.created_at + VALID


def newest(request_pk: UUID) -> AccessCode | None:
    """Return the code that was asked last; every older one is worth nothing."""
    return AccessCode.objects.filter(request=request_pk).order_by("-created_at", "pk").first()


def waiting(request: ConsultRequest, *, now: datetime) -> AccessCode | None:
    """Return the code that the requester can type in now."""
    found = newest(request.pk)
    return found if found is not None and is_alive(found, now=now) else None


def is_blocked(request: ConsultRequest) -> bool:
    """Tell whether no code can be asked, because the address changed and no coach confirmed it.

    Whoever has the link can change the address, and must not come to the client that way
    (docs/decisions/0038).
    """
    return ContactChange.objects.filter(request=request.pk).exists()


def unlock(session: SessionBase, request: ConsultRequest, *, now: datetime) -> None:
    """Let this browser see the whole request for a quarter of an hour."""
    session.cycle_key()
    until = int((now + OPEN_FOR).timestamp())
    session[SESSION_KEY] = {**_still_open(session, now=now), str(request.pk): until}


def close(session: SessionBase, request: ConsultRequest, *, now: datetime) -> None:
    """Close what this browser had open of a request."""
    left = _still_open(session, now=now)
    left.pop(str(request.pk), None)
    session[SESSION_KEY] = left


def is_unlocked(session: SessionBase, request: ConsultRequest, *, now: datetime) -> bool:
    """Tell whether this browser may see the client block of a request now."""
    return str(request.pk) in _still_open(session, now=now)


def open_until(session: SessionBase, request: ConsultRequest, *, now: datetime) -> datetime | None:
    """Return until when this browser sees the whole request; None when it does not."""
    until = _still_open(session, now=now).get(str(request.pk))
    return None if until is None else datetime.fromtimestamp(until, tz=now.tzinfo)


def _still_open(session: SessionBase, *, now: datetime) -> dict[str, int]:
    seen = session.get(SESSION_KEY, {})
    return {pk: until for pk, until in seen.items() if now.timestamp() < until}
