import pytest
from django.contrib.auth.models import Group

from privacy.roles import COACH, COORDINATOR, FINANCE, ROLES, grant

pytestmark = pytest.mark.django_db


def permissions(role):
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_grant_adds_and_repeating_changes_nothing():
    before = permissions(COACH)
    for _ in range(2):
        grant(COACH, ["auth.view_group", "privacy.view_erasure"])
    assert permissions(COACH) == before | {"view_group", "view_erasure"}


def test_grant_of_an_unknown_permission_names_it():
    with pytest.raises(LookupError, match=r"No such permission: privacy\.fly_away"):
        grant(COACH, ["auth.view_group", "privacy.fly_away"])


def test_grant_tells_permissions_of_two_rooms_apart():
    with pytest.raises(LookupError, match=r"auth\.view_erasure"):
        grant(COACH, ["auth.view_erasure"])


def test_only_the_coordinator_sees_log_and_tombstones():
    ours = {"view_clientdataaccess", "view_erasure"}
    assert {role: permissions(role) & ours for role in ROLES} == {
        COACH: set(),
        COORDINATOR: ours,
        FINANCE: set(),
    }
