"""Who may do what with money; what stands in the groups after a migration."""

import pytest
from django.contrib.auth.models import Group, Permission

from billing.apps import grant_permissions
from privacy.roles import COACH, COORDINATOR, FINANCE

pytestmark = pytest.mark.django_db
COACHES = {"view_agreement", "register_agreement"}


def granted(role):
    return set(
        Group.objects.get(name=role)
        .permissions.filter(content_type__app_label="billing")
        .values_list("codename", flat=True)
    )


def test_roles():
    assert granted(COACH) == COACHES
    assert granted(COORDINATOR) == COACHES | {"view_charge"}
    assert granted(FINANCE) == set(
        Permission.objects.filter(content_type__app_label="billing").values_list(
            "codename", flat=True
        )
    )


def test_nobody_may_delete_and_issued_things_are_not_to_change():
    names = set(
        Permission.objects.filter(content_type__app_label="billing").values_list(
            "codename", flat=True
        )
    )

    assert names == {
        "view_agreement",
        "register_agreement",
        "view_charge",
        "view_invoice",
        "issue_invoice",
        "view_exportbatch",
        "add_exportbatch",
        "view_tariff",
        "add_tariff",
        "change_tariff",
        "view_debtor",
        "add_debtor",
        "change_debtor",
        "view_sellersettings",
        "change_sellersettings",
    }


def test_granting_again_changes_nothing():
    before = {role: granted(role) for role in (COACH, COORDINATOR, FINANCE)}

    grant_permissions()

    assert {role: granted(role) for role in before} == before
