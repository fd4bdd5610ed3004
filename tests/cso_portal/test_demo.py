"""The demo: the same fiction for everybody, whatever day it is."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Count

from billing.models import Charge, Invoice
from coaching.models import AppointmentCompanion, SupporterLanguage
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.models import (
    ActivityDetails,
    ClientDetails,
    ConsultRequest,
    ContactPerson,
    Language,
    Organisation,
)
from requests_app.selectors.contacts import is_proven


def assert_contacts():
    """One person sees talks, an agreement and invoices; another waits, with a proven address."""
    confirmed = ContactPerson.objects.confirmed().get()
    assert Invoice.objects.filter(organisation=confirmed.organisation).count() >= 1
    assert confirmed.organisation.agreements.count() == 1
    waiting = ContactPerson.objects.waiting().get()
    assert is_proven(waiting)
    assert OutgoingMail.objects.filter(kind="accounts.access_notice").count() == 1


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "today",
    [
        datetime(2026, 11, 21, 19, tzinfo=UTC),
        datetime(2027, 1, 1, 8, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # just before the hour that does not exist
        datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
    ],
)
def test_demo_shows_every_state_and_obeys_the_rules(settings, capsys, today):
    settings.DEMO = True
    with time_machine.travel(today, tick=False):
        call_command("demo")

    states = Counter(ConsultRequest.objects.values_list("state", flat=True))
    assert set(states) == set(State)
    assert 55 <= sum(states.values()) <= 70
    assert ConsultRequest.objects.filter(submitted_at__gt=today).count() == 0
    types = set(Organisation.objects.values_list("type", flat=True))
    assert len(types - {"andere"}) == 8
    spoken = set(SupporterLanguage.objects.values_list("language", flat=True))
    assert spoken == set(Language.objects.values_list("code", flat=True))
    free = Charge.objects.filter(amount=0).values("organisation").annotate(free=Count("pk"))
    assert max(row["free"] for row in free) == 3
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert len(numbers) >= 2
    assert all(invoice.total > 0 for invoice in Invoice.objects.all())
    assert (
        OutgoingMail.objects.filter(created_at__lte=today).count() == OutgoingMail.objects.count()
    )
    assert ClientDetails.objects.count() > 30
    activities = ActivityDetails.objects.values_list("request__state", flat=True)
    assert set(activities) == {
        State.COMPLETED,
        State.PLANNED,
        State.ALTERNATIVE_PROPOSED,
        State.IN_REVIEW,
        State.SUBMITTED,
    }
    assert AppointmentCompanion.objects.count() >= 3
    logins = capsys.readouterr().out
    assert [line.split()[1] for line in logins.splitlines()] == [
        "coach",
        "coach2",
        "coordinator",
        "finance",
        "fatma@cawnergensbrabant.voorbeeld.be",
    ]
    assert_contacts()


@pytest.mark.django_db
def test_demo_twice_is_the_same_demo(settings):
    settings.DEMO = True
    with time_machine.travel(datetime(2026, 11, 21, 19, tzinfo=UTC), tick=False):
        call_command("demo")
        first = list(ConsultRequest.objects.order_by("reference").values_list("reference", "state"))
        call_command("demo", "--if-empty")
        again = list(ConsultRequest.objects.order_by("reference").values_list("reference", "state"))
        assert again == first
        with pytest.raises(CommandError, match="There are requests already"):
            call_command("demo")


@pytest.mark.django_db
def test_demo_data_is_refused_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert ConsultRequest.objects.count() == 0
