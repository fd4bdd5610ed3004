"""Sessions in the database that end by themselves: idle (SESSION_COOKIE_AGE) and in the end.

The limits are kept where a session is loaded, so they cost no statement, and a session is written
again at most once in REFRESH: an idle session ends between 25 and 30 minutes after the last page.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

LONGEST = timedelta(hours=10)
REFRESH = timedelta(minutes=5)
STARTED, SEEN, VERIFIED = "started_at", "seen_at", "second_factor"


class SessionStore(DatabaseStore):
    """What SESSION_ENGINE points to."""

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        now = timezone.now().timestamp()
        if now - data.get(STARTED, 0) >= LONGEST.total_seconds():
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - data.get(SEEN, 0) >= REFRESH.total_seconds():
            data[SEEN] = now
            self.modified = True
        return data


def note_start(sender: object, request: HttpRequest, **kwargs: object) -> None:
    """On `user_logged_in`: without this mark a session counts as long past its end."""
    now = timezone.now().timestamp()
    request.session[STARTED] = now
    request.session[SEEN] = now


def mark_verified(session: SessionBase) -> None:
    session[VERIFIED] = True


def is_verified(session: SessionBase) -> bool:
    """Whether who is logged in here also passed the second step."""
    return session.get(VERIFIED) is True
