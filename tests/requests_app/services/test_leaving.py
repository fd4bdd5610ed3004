from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from privacy.models import Erasure
from privacy.retention import policies
from privacy.services import apply_policy
from requests_app.models import ContactPerson
from requests_app.services.leaving import ENDED, UNPROVEN
from tests.factories import NOW, make_contact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def accounts():
    return set(User.objects.filter(is_staff=False).values_list("email", flat=True))


def test_both_are_carried_out_every_night():
    assert {UNPROVEN, ENDED} <= set(policies())


def test_who_never_proved_the_address_is_forgotten_after_a_week():
    old = make_contact("a@x.be", confirmed=False, asked_at=NOW - 8 * DAY)
    make_contact("b@x.be", confirmed=False, asked_at=NOW - 6 * DAY)
    proven = make_contact("c@x.be", confirmed=False, asked_at=NOW - 8 * DAY)
    User.objects.filter(pk=proven.user_id).update(last_login=NOW - 8 * DAY)
    make_contact("d@x.be", asked_at=NOW - 8 * DAY)

    assert apply_policy(UNPROVEN, now=NOW) == 1
    assert apply_policy(UNPROVEN, now=NOW) == 0
    assert accounts() == {"b@x.be", "c@x.be", "d@x.be"}
    [tombstone] = Erasure.objects.all()
    assert (tombstone.record_type, tombstone.record_id, tombstone.reason, tombstone.actor) == (
        "requests_app.ContactPerson",
        str(old.pk),
        "retention",
        "system",
    )


def test_an_older_proof_is_no_proof_for_a_new_asking():
    again = make_contact("a@x.be", confirmed=False, asked_at=NOW - 8 * DAY)
    User.objects.filter(pk=again.user_id).update(last_login=NOW - 9 * DAY)

    assert apply_policy(UNPROVEN, now=NOW) == 1


def test_whose_access_ended_two_years_ago_is_forgotten():
    make_contact("a@x.be", ended_at=NOW - 731 * DAY)
    make_contact("b@x.be", ended_at=NOW - 729 * DAY)
    make_contact("c@x.be", asked_at=NOW - 900 * DAY)

    assert apply_policy(ENDED, now=NOW) == 1
    assert accounts() == {"b@x.be", "c@x.be"}


def test_an_account_that_is_used_again_stays():
    ended = make_contact("a@x.be", ended_at=NOW - 731 * DAY)
    make_contact("a@x.be")

    assert apply_policy(ENDED, now=NOW) == 1
    assert not ContactPerson.objects.filter(pk=ended.pk).exists()
    assert accounts() == {"a@x.be"}


def test_an_account_of_staff_stays():
    ended = make_contact("a@x.be", ended_at=NOW - 731 * DAY)
    User.objects.filter(pk=ended.user_id).update(is_staff=True)

    assert apply_policy(ENDED, now=NOW) == 1
    assert User.objects.filter(pk=ended.user_id).exists()
