import pytest

from requests_app.selectors.organisations import organisations_like
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


def names(text):
    return [each.name for each in organisations_like(text)]


def test_the_one_of_that_name_comes_first():
    for name in ("Basisschool De Linde", "Linde", "De Linde Basisschool Noord"):
        make_organisation(name)

    assert names(" BASISSCHOOL  de linde ")[0] == "Basisschool De Linde"
    assert names("Linde")[0] == "Linde"


def test_then_those_that_share_most_words():
    for name in ("CLB Leuven", "School Leuven Centrum", "School Tienen"):
        make_organisation(name)

    assert names("School in Leuven") == ["School Leuven Centrum", "CLB Leuven", "School Tienen"]


def test_small_words_alone_find_nothing():
    make_organisation("Huis van het Kind")

    assert names("CLB van het Noorden") == []
    assert names("het") == ["Huis van het Kind"]


def test_a_short_name_is_found_too():
    make_organisation("OK")

    assert names("ok") == ["OK"]


def test_nothing_typed_finds_nothing():
    make_organisation()

    assert names("  ") == []


def test_at_most_eight_whatever_there_is(django_assert_num_queries):
    for number in range(60):
        make_organisation(f"School {number:02d}")

    with django_assert_num_queries(5):
        assert len(organisations_like("de grote school van de mooie heerlijke straat")) == 8
