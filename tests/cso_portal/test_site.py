import pytest
from django.urls import reverse

from tests import factories


@pytest.mark.django_db
def test_the_rooms_stand_in_the_order_of_the_work(client):
    client.force_login(factories.make_user())

    page = client.get(reverse("admin:index"))

    rooms = [app["app_label"] for app in page.context["app_list"]]
    assert rooms[0] == "coaching"
    assert rooms.index("billing") < rooms.index("requests_app")


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["kind__exact=%00", "state__exact=a%00b", "q=x&kind=%00"])
def test_a_nul_in_a_query_is_a_bad_question(client, query):
    client.force_login(factories.make_user())

    page = client.get(f"{reverse('admin:outbox_outgoingmail_changelist')}?{query}")

    assert page.status_code == 400
    assert "Deze vraag begrijpen we niet" in page.content.decode()
