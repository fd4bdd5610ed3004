"""The order of the locks, and what a service does when it does not get its turn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching import services
from coaching.models import Appointment
from requests_app.choices import State
from tests import factories
from tests.factories import NOW, at

LOCKED = ("coaching_supporter", "requests_app_consultrequest", "requests_app_organisation")


@pytest.mark.postgres
@pytest.mark.django_db
def test_plan_locks_supporter_then_request_then_organisation():
    request = factories.make_request(State.IN_REVIEW)
    plan = services.Plan(factories.make_supporter().pk, at(10), 60)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.plan_request(request.pk, plan, by=factories.make_user(), now=NOW)

    locks = [query["sql"] for query in queries if " FOR " in query["sql"]]
    order = [table for sql in locks for table in LOCKED if f'OF "{table}"' in sql]
    assert order == list(LOCKED)
    assert Appointment.objects.exists()
