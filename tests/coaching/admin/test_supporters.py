"""The CSOs."""

import pytest
from django.urls import reverse

from coaching.models import Supporter
from tests import factories
from tests.coaching.pages import text_of

pytestmark = pytest.mark.django_db


def test_a_supporter_is_added_with_a_language_and_a_coach_of_the_desk(desk, coach):
    factories.make_user("geld", group="finance")
    page = desk.get(reverse("admin:coaching_supporter_add")).content.decode()
    assert "geld" not in page

    response = desk.post(
        reverse("admin:coaching_supporter_add"),
        {
            "first_name": "Samira",
            "last_name": "Verzonnen",
            "email": "samira@cso.voorbeeld.be",
            "coach": coach.pk,
            "active": "on",
            "travel_minutes": "30",
            "languages-TOTAL_FORMS": "1",
            "languages-INITIAL_FORMS": "0",
            "languages-0-language": factories.make_language().pk,
            "languages-0-level": "native",
        },
    )

    assert response.status_code == 302
    samira = Supporter.objects.get()
    assert (samira.coach, samira.languages.get().language_id) == (coach, "dari")
    assert "Dari" in text_of(desk.get(reverse("admin:coaching_supporter_changelist")))


def test_a_supporter_is_never_deleted(desk):
    samira = factories.make_supporter()

    page = reverse("admin:coaching_supporter_delete", args=[samira.pk])
    assert desk.post(page, {"post": "yes"}).status_code == 403


def test_a_coach_is_offered_by_name(desk, coach):
    coach.first_name, coach.last_name = "Lies", "Voorbeeld"
    coach.save()

    page = text_of(desk.get(reverse("admin:coaching_supporter_add")))

    assert "Lies Voorbeeld" in page
