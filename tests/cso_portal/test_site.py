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
