import pytest
from django.db import IntegrityError, transaction

from coaching.models import AppointmentCompanion
from requests_app.choices import State
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_cso_goes_along_once():
    appointment = factories.make_activity(State.PLANNED).appointment
    hodan = factories.make_supporter("Hodan")
    row = AppointmentCompanion.objects.create(appointment=appointment, supporter=hodan)

    with (
        pytest.raises(IntegrityError, match=r"companion_once|UNIQUE"),
        transaction.atomic(),
    ):
        AppointmentCompanion.objects.create(appointment=appointment, supporter=hodan)
    assert str(row) == f"mee bij {appointment.pk}"
