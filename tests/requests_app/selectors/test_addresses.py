"""Which requests an address made, and which look-alikes did not."""

from datetime import timedelta

import pytest

from requests_app.choices import State
from requests_app.models import ConsultRequest
from requests_app.selectors.addresses import LOOK_BACK, address_key, followed_from
from tests.factories import NOW, make_request

pytestmark = pytest.mark.django_db

EMAIL = "kim@school.voorbeeld.be"


def made(email=EMAIL, **fields):
    return make_request(requester_email=email, **fields)


def found(email=EMAIL):
    return {request.pk for request in followed_from(email, now=NOW)}


@pytest.mark.parametrize("typed", [EMAIL, "KIM@School.voorbeeld.be", f" {EMAIL} "])
def test_case_and_spaces_do_not_count(typed):
    request = made("Kim@school.voorbeeld.be")

    assert found(typed) == {request.pk}


@pytest.mark.parametrize(
    "typed",
    [
        "kım@school.voorbeeld.be",  # noqa: RUF001 - a dotless i, which a database may fold
        "\u212aim@school.voorbeeld.be",  # the sign for kelvin, which Python folds to a k
        "kim@school.voorbeeld.bé",
        "kim+a@school.voorbeeld.be",
        "k_m@school.voorbeeld.be",
        "%@school.voorbeeld.be",
    ],
)
def test_a_look_alike_is_somebody_else(typed):
    made()

    assert found(typed) == set()
    assert address_key(typed) != address_key(EMAIL)


@pytest.mark.parametrize(("days", "opens"), [(89, True), (91, False)])
def test_a_closed_request_counts_as_long_as_its_link_opens(days, opens):
    request = made(state=State.CANCELLED, closed_at=NOW - timedelta(days=days))

    assert (request.pk in found()) is opens


def test_newest_first_and_not_further_back_than_a_request_can_be_open():
    old, new, ancient = made(), made(), made()
    ConsultRequest.objects.filter(pk=old.pk).update(submitted_at=NOW - timedelta(days=300))
    ConsultRequest.objects.filter(pk=ancient.pk).update(
        submitted_at=NOW - LOOK_BACK - timedelta(days=1)
    )

    assert [request.pk for request in followed_from(EMAIL, now=NOW)] == [new.pk, old.pk]


def test_it_is_one_statement(django_assert_num_queries):
    made()
    made()

    with django_assert_num_queries(1):
        followed_from(EMAIL, now=NOW)
