import pytest
from django.contrib.auth.models import AnonymousUser

from coaching import permissions
from tests import factories

pytestmark = pytest.mark.django_db

CHECKS = [
    permissions.may_view_desk,
    permissions.may_act,
    permissions.may_see_client,
    permissions.may_waive_agreement,
]


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        ("coach", [True, True, True, False]),
        ("coördinator", [True, True, True, True]),
        ("finance", [False, False, False, False]),
        ("", [False, False, False, False]),
    ],
)
def test_who_may_what(group, allowed):
    user = factories.make_user("iemand", group=group)

    assert [check(user) for check in CHECKS] == allowed


def test_a_superuser_needs_no_group():
    user = factories.make_user("beheerder", group="", is_superuser=True)

    assert [check(user) for check in CHECKS] == [True] * 4


def test_a_stranger_may_nothing():
    assert [check(AnonymousUser()) for check in CHECKS] == [False] * 4
