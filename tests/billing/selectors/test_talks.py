"""Reads about talks and free talks."""

from datetime import date

import pytest
from django.core.cache import caches

from billing.models import Tariff
from billing.selectors import talks
from tests.billing.money import tariff

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


@pytest.mark.parametrize(
    ("one", "other"), [("D-17", "d-17"), (" D 17 ", "d17"), ("STRASSE", "straße")]
)
def test_file_numbers_that_are_the_same(one, other):
    assert talks.file_key(one) == talks.file_key(other)
