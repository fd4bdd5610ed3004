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


@pytest.mark.django_db
def test_the_front_page_says_it_all_in_dutch(client):
    client.force_login(factories.make_user())

    words = client.get(reverse("admin:index")).content.decode()

    assert 'Toevoegen<span class="visually-hidden">: Overeenkomsten</span>' in words
    assert "Model name" not in words
    assert "Models in the" not in words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("coaching_appointment_changelist", "Afspraken"),
        ("coaching_deskrequest_changelist", "Aanvragen"),
        ("outbox_outgoingmail_changelist", "Mails"),
        ("requests_app_organisation_changelist", "Organisaties"),
    ],
)
def test_a_list_is_called_by_what_it_holds(client, address, heading):
    client.force_login(factories.make_user())

    page = client.get(reverse(f"admin:{address}")).content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} · CSO-portaal</title>" in page


@pytest.mark.django_db
def test_a_room_is_called_by_its_name(client):
    client.force_login(factories.make_user())

    page = client.get(reverse("admin:app_list", args=["billing"])).content.decode()

    assert "<h1>Facturatie</h1>" in page
    assert "Facturatie-beheer" not in page
