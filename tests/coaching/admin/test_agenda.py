"""The agenda."""

import pytest
from django.urls import reverse

from coaching.models import Appointment
from requests_app.choices import State
from tests import factories
from tests.coaching.pages import references, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("when", "shown"), [("", ["ahead"]), ("voorbij", ["past"]), ("alles", ["ahead", "past"])]
)
def test_agenda_lists_talks_by_date(desk, now, when, shown):
    rows = {
        "ahead": factories.make_request(State.PLANNED, now=now),
        "past": factories.make_request(State.COMPLETED, now=now),
    }

    page = desk.get(
        reverse("admin:coaching_appointment_changelist"), {"wanneer": when} if when else {}
    )

    assert set(references(page)) == {rows[key].reference for key in shown}


def test_the_agenda_changes_nothing(desk, now):
    factories.make_request(State.PLANNED, now=now)
    page = reverse("admin:coaching_appointment_change", args=[Appointment.objects.get().pk])

    assert "Basisschool De Fictie" in text_of(desk.get(page))
    assert desk.post(page, {}).status_code == 403
