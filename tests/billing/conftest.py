"""Logins and an issued invoice, for the tests of the pages."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from billing.services import issue
from tests.billing.money import NOW, at, debtor, held, organisation, seller, signed, user


def staff(client, name, group):
    person = user(name)
    person.is_staff = True
    person.save()
    person.groups.add(Group.objects.get(name=group))
    client.force_login(person)
    return client


@pytest.fixture
def finance(client):
    return staff(client, "finance", "finance")


@pytest.fixture
def coach(client):
    return staff(client, "coach", "coach")


@pytest.fixture
def coordinator(client):
    return staff(client, "coordinator", "coördinator")


@pytest.fixture
def school():
    """Signed, with a debtor, and four talks in September 2026: the last one is € 20."""
    seller()
    made = organisation()
    signed(made)
    debtor(made)
    for day in range(1, 5):
        held(made, at(date(2026, 9, day)), 90, request_reference=f"CSO-2026-000{day}")
    return made


@pytest.fixture
def invoice(school):
    (made,) = issue(date(2026, 9, 1), date(2026, 9, 30), by=user("finance"), now=NOW).invoices
    return made
