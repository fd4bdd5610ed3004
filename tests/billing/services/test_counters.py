"""Three free talks, never two, never four, whoever registers at the same moment (M1)."""

from datetime import date, timedelta
from time import sleep

import pytest
from django.db import connection

from billing import rules
from billing.models import Charge, ClientDossier, TalkCounter, Tariff
from billing.services import charges
from billing.states import FreeScope
from tests.billing.money import at, held, organisation, patient, signed, user
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2026, 9, 1)


@pytest.fixture
def school():
    made = organisation()
    signed(made)
    user()
    return made


def close_fifty(school, **fields):
    def close(number):
        patient()
        return held(school, at(FIRST) + timedelta(hours=number), **fields)

    return together(50, close)


def test_fifty_talks_closed_at_once_have_three_free_ones(school):
    results = close_fifty(school)

    assert [result for result in results if not isinstance(result, Charge)] == []
    closed = list(Charge.objects.order_by("start").values_list("ordinal", "amount"))
    assert [ordinal for ordinal, _ in closed] == list(range(1, 51))
    assert [amount == 0 for _, amount in closed] == [True] * 3 + [False] * 47
    assert TalkCounter.objects.count() == 1


def test_the_first_talks_of_one_dossier_at_once_make_one_dossier(school):
    Tariff.objects.create(
        valid_from=date(2026, 1, 1), decision_reference="x", scope=FreeScope.DOSSIER
    )

    close_fifty(school, file_reference="D-17")

    assert ClientDossier.objects.count() == 1
    assert TalkCounter.objects.count() == 2
    assert Charge.objects.filter(amount=0).count() == 3
    Charge.objects.all().delete()


@pytest.mark.postgres
def test_without_lock_and_constraint_more_than_three_would_be_free(school, monkeypatch):
    """The positive control: these threads do meet, and the lock is what keeps them apart."""
    held(school, at(FIRST - timedelta(days=1)))
    monkeypatch.setattr(
        charges,
        "locked_counter",
        lambda organisation, *_: TalkCounter.objects.get(organisation=organisation),
    )
    monkeypatch.setattr(rules, "place", slowly(rules.place))
    run("ALTER TABLE billing_charge DROP CONSTRAINT charge_ordinal_once")
    try:
        close_fifty(school)
        assert Charge.objects.filter(amount=0).count() > 3
    finally:
        Charge.objects.all().delete()
        run(
            "ALTER TABLE billing_charge ADD CONSTRAINT charge_ordinal_once"
            " UNIQUE (counter_id, ordinal)"
        )


def slowly(function):
    def wrapped(*args):
        sleep(0.05)
        return function(*args)

    return wrapped


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
