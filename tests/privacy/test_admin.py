from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from privacy.roles import COACH, COORDINATOR, FINANCE
from privacy.services import record_access, record_erasure

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def staff(role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def rows(db):
    access = record_access(
        by=User.objects.create_user("lezer"),
        record_type="requests_app.ClientDetails",
        record_id="77",
        fields="client",
        purpose="gesprek plannen",
        route="admin:x",
        now=NOW,
    )
    erasure = record_erasure(
        record_type="requests_app.ClientDetails",
        record_id="77",
        reason="withdrawn",
        actor="requester",
        now=NOW,
    )
    return {"clientdataaccess": access.pk, "erasure": erasure.pk}


@pytest.mark.parametrize("model", ["clientdataaccess", "erasure"])
def test_coordinator_reads_and_can_do_nothing_else(client, rows, model):
    client.force_login(staff(COORDINATOR))
    listing = client.get(reverse(f"admin:privacy_{model}_changelist"))
    detail = client.get(reverse(f"admin:privacy_{model}_change", args=[rows[model]]))
    assert (listing.status_code, detail.status_code) == (200, 200)
    assert "gegevens van de cliënt" in listing.content.decode()
    assert "ClientDetails" not in listing.content.decode()
    assert 'name="_save"' not in detail.content.decode()
    refused = [
        client.get(reverse(f"admin:privacy_{model}_add")),
        client.post(reverse(f"admin:privacy_{model}_delete", args=[rows[model]]), {"post": "yes"}),
        client.post(reverse(f"admin:privacy_{model}_change", args=[rows[model]]), {}),
    ]
    assert [response.status_code for response in refused] == [403, 403, 403]


@pytest.mark.parametrize("role", [COACH, FINANCE])
@pytest.mark.parametrize("model", ["clientdataaccess", "erasure"])
def test_others_do_not_read(client, rows, role, model):
    client.force_login(staff(role))
    answers = [
        client.get(reverse(f"admin:privacy_{model}_changelist")),
        client.get(reverse(f"admin:privacy_{model}_change", args=[rows[model]])),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_search_finds_by_record(client, rows):
    client.force_login(staff(COORDINATOR))
    url = reverse("admin:privacy_clientdataaccess_changelist")
    found = [client.get(url, {"q": q}).context["cl"].result_count for q in ("77", "lezer", "niets")]
    assert found == [1, 1, 0]
