"""Reads about talks and free talks."""

from datetime import date

import pytest
from django.core.cache import caches

from billing.models import Tariff
from billing.selectors import talks
from billing.selectors.talks import FreeTalks
from tests.billing.money import at, held, organisation, signed, tariff

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_known_tariff_of_a_day():
    later = Tariff.objects.create(valid_from=date(2027, 1, 1), decision_reference="nieuw")

    assert [
        talks.known_tariff(day)
        for day in (date(2018, 12, 31), date(2019, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ] == [None, tariff(), tariff(), later]


def test_known_tariff_is_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        talks.known_tariff(DAY)
        talks.known_tariff(DAY)

    caches["local"].clear()
    with django_assert_num_queries(1):
        talks.known_tariff(DAY)


def test_free_talks_of_several_organisations(django_assert_num_queries):
    fresh, busy, done = (organisation(name) for name in ("Aa", "Bb", "Cc"))
    signed(done)
    for day in range(1, 3):
        held(busy, at(date(2026, 9, day)))
    for day in range(1, 6):
        held(done, at(date(2026, 9, day)))
    talks.known_tariff(DAY)

    with django_assert_num_queries(1):
        found = talks.free_talks_of([fresh, busy, done], day=DAY)

    assert found == {
        fresh.pk: FreeTalks(used=0, free_count=3, has_agreement=False),
        busy.pk: FreeTalks(used=2, free_count=3, has_agreement=False),
        done.pk: FreeTalks(used=5, free_count=3, has_agreement=True),
    }
    assert [(each.left, each.next_ordinal, each.next_is_free) for each in found.values()] == [
        (3, 1, True),
        (1, 3, True),
        (0, 6, False),
    ]


def test_without_a_tariff_nothing_is_free():
    school = organisation()

    found = talks.free_talks_of([school], day=date(2018, 1, 1))

    assert found[school.pk] == FreeTalks(used=0, free_count=0, has_agreement=False)


@pytest.mark.parametrize(
    ("one", "other"), [("D-17", "d-17"), (" D 17 ", "d17"), ("STRASSE", "straße")]
)
def test_file_numbers_that_are_the_same(one, other):
    assert talks.file_key(one) == talks.file_key(other)
