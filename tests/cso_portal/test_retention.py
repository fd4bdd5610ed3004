from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from cso_portal.retention import SESSIONS
from privacy.retention import policies
from privacy.services import apply_policy

pytestmark = pytest.mark.django_db


def test_sessions_that_are_over_go_every_night_with_what_was_typed():
    now = timezone.now()
    for name, hours in (("over", -1), ("loopt", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now + timedelta(hours=hours)
        )

    assert SESSIONS in policies()
    assert apply_policy(SESSIONS, now=now) == 1
    assert [session.pk for session in Session.objects.all()] == ["loopt"]
