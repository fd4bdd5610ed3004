"""Emptied tables get back what the migrations wrote. Two tests, because the emptying lies between."""

import pytest

from billing.models import Tariff
from requests_app.models import Language, OrganisationType

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_reference_data_is_there_in_every_transactional_test(turn):
    assert [model.objects.exists() for model in (Language, OrganisationType, Tariff)] == [True] * 3
