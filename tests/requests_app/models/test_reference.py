"""What the service is set to, and what the database refuses of it."""

import pytest
from django.db import IntegrityError, transaction

from requests_app.models import DeclineReason, ServiceSettings

pytestmark = pytest.mark.django_db


def test_there_is_one_row_of_settings():
    with pytest.raises(IntegrityError, match="service_settings_one_row"), transaction.atomic():
        ServiceSettings.objects.create(pk=2)


@pytest.mark.parametrize("hours", [{"opens": 17, "closes": 9}, {"opens": 9, "closes": 9}])
def test_the_service_opens_before_it_closes(hours):
    ServiceSettings.objects.get_or_create(pk=1)

    with (
        pytest.raises(IntegrityError, match="service_settings_opens_before_closes"),
        transaction.atomic(),
    ):
        ServiceSettings.objects.filter(pk=1).update(**hours)


def test_the_week_ahead_is_data_with_its_default_in_one_place():
    settings = ServiceSettings()

    assert (settings.lead_days, settings.answer_days) == (7, 7)


def test_who_better_asks_for_an_infosession_is_led_to_its_form():
    reason = DeclineReason.objects.get(code="beter-infosessie")

    assert reason.next_step == (
        "Vraag de infosessie of activiteit aan met het korte formulier."
        " Je vindt het op de startpagina."
    )
