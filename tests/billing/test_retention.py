"""The file number of a dossier goes with its client."""

from datetime import date

import pytest

from billing import retention
from billing.models import Charge, ClientDossier, TalkCounter, Tariff
from billing.states import FreeScope
from privacy.models import Erasure
from privacy.retention import policies
from privacy.services import apply_policy
from requests_app.choices import State
from tests.billing.money import NOW, at, held
from tests.factories import make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_talks():
    Tariff.objects.create(
        valid_from=date(2026, 1, 1), decision_reference="dossier", scope=FreeScope.DOSSIER
    )
    requests = [make_request(State.COMPLETED, start=at(date(2026, 9, day))) for day in (1, 2)]
    for request in requests:
        held(
            request.organisation,
            request.first_moment,
            request_reference=request.reference,
            file_reference="D-17",
        )
    return requests


def erase_client(request):
    request.client_erased_at = NOW
    request.save()


def test_the_number_stays_while_one_of_its_clients_is_there(two_talks):
    erase_client(two_talks[0])

    assert apply_policy(retention.DOSSIERS, now=NOW) == 0
    assert ClientDossier.objects.get().file_reference == "D-17"


def test_the_number_goes_with_the_last_one_and_the_books_stay(two_talks):
    for request in two_talks:
        erase_client(request)

    assert apply_policy(retention.DOSSIERS, now=NOW) == 1
    assert apply_policy(retention.DOSSIERS, now=NOW) == 0

    dossier = ClientDossier.objects.get()
    assert dossier.file_reference == ""
    assert Erasure.objects.values_list("record_type", "record_id").get() == (
        "billing.ClientDossier",
        str(dossier.pk),
    )
    assert TalkCounter.objects.filter(dossier=dossier).exists()
    assert Charge.objects.filter(counter__dossier=dossier).count() == 2


def test_a_request_that_is_gone_keeps_no_number_alive(two_talks):
    erase_client(two_talks[0])
    Charge.objects.filter(request_reference=two_talks[1].reference).update(
        request_reference="CSO-2020-0001"
    )

    assert apply_policy(retention.DOSSIERS, now=NOW) == 1


def test_the_policy_is_registered():
    assert retention.DOSSIERS in policies()
