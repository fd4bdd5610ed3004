import pytest
from django.urls import reverse

from privacy.models import ClientDataAccess
from tests import factories
from tests.coaching.pages import change, give, text_of

pytestmark = pytest.mark.django_db


def test_client_block_is_shown_after_it_was_logged_every_time(desk, coach, now):
    request = factories.make_request(now=now)
    page = reverse("admin:coaching_deskrequest_client", args=[request.pk])

    assert desk.get(page).status_code == 405
    responses = [desk.post(page), desk.post(page)]

    for response in responses:
        words = text_of(response)
        assert factories.CLIENT_NAME in words
        assert request.question in words
        assert request.sensitive_points in words
        assert "no-store" in response["Cache-Control"]
    assert (
        list(ClientDataAccess.objects.values_list("who", "record_id", "route"))
        == [(coach.pk, str(request.pk), page)] * 2
    )


def test_client_block_needs_its_own_permission(client, now):
    request = factories.make_request(now=now)
    user = factories.make_user("kijker", group="")
    give(user, "view_deskrequest", "change_deskrequest")
    client.force_login(user)

    assert (
        client.post(reverse("admin:coaching_deskrequest_client", args=[request.pk])).status_code
        == 403
    )
    assert "Toon vraag en cliënt" not in text_of(client.get(change(request)))
    assert not ClientDataAccess.objects.exists()
