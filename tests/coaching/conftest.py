import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def now():
    """The clock of the pages is the real one; rows are made around it."""
    return timezone.now()


@pytest.fixture
def coach():
    return factories.make_user(first_name="Anna", last_name="Voorbeeld")


@pytest.fixture
def desk(client, coach):
    """A browser in which the coach is logged in."""
    client.force_login(coach)
    return client
