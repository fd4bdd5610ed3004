import pytest
from allauth.mfa.models import Authenticator

from cso_portal import second_factor
from tests.cso_portal.staff import INDEX, enrol, make_staff

pytestmark = pytest.mark.django_db
LIST = "/beheer/mfa/authenticator/"


@pytest.fixture
def factor():
    coach = make_staff()
    enrol(coach)
    return Authenticator.objects.get(user=coach, type=second_factor.APP)


def test_who_has_a_factor_is_shown_and_what_it_is_made_of_is_not(admin_client, factor):
    pages = admin_client.get(LIST).text + admin_client.get(f"{LIST}{factor.pk}/change/").text

    assert "coach" in pages
    assert "v1:" not in pages
    assert "seed" not in pages


def test_nobody_adds_or_changes_one(admin_client, factor):
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{factor.pk}/change/", {"type": "x"}).status_code == 403


def test_deleting_one_lets_its_owner_set_up_another(admin_client, factor):
    response = admin_client.post(f"{LIST}{factor.pk}/delete/", {"post": "yes"})

    assert response.url == INDEX
    assert second_factor.has_factor(factor.user) is False
