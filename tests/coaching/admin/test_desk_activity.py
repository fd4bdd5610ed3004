"""An activity at the desk: what it is, who speaks one of its languages, and several CSOs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.models import Appointment
from requests_app.choices import State
from requests_app.models import ConsultRequest
from tests import factories
from tests.coaching.pages import LIST, action, change, text_of

pytestmark = pytest.mark.django_db


def post(desk, request, slug, **data):
    request.refresh_from_db()
    return desk.post(action(request, slug), {"version": request.version, **data})


def ticked(page):
    """Values of the boxes of further CSOs that are ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]*name="companions"[^>]*>', page.content.decode())
    return [re.search(r'value="(\d+)"', box).group(1) for box in boxes if "checked" in box]


def test_the_queue_says_what_it_is_in_small_words(desk, now):
    factories.make_activity(now=now)
    factories.make_request(now=now)

    words = text_of(desk.get(reverse(LIST)))

    assert "Dari, Somali activiteit: infosessie, 2 CSO&#x27;s" in words
    assert "Dari gesprek, uitleg" in words


def test_one_wished_cso_is_not_worth_a_word(desk, now):
    request = factories.make_activity(now=now, languages=["dari"])
    request.activity.supporters_wanted = 1
    request.activity.save()

    assert "Dari activiteit: infosessie " in text_of(desk.get(reverse(LIST)))


@pytest.mark.parametrize("count", [5, 60])
def test_the_queue_costs_the_same_with_activities(desk, now, count):
    for number in range(count):
        factories.make_activity(
            now=now, organisation=factories.make_organisation(f"Organisatie {number}")
        )
    desk.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        page = desk.get(reverse(LIST))

    assert "activiteit: infosessie" in text_of(page)
    assert len(queries) <= 12, [query["sql"][:120] for query in queries]


def test_the_detail_shows_what_was_asked(desk, now):
    words = text_of(desk.get(change(factories.make_activity(now=now))))

    for part in (
        "Wat Infosessie",
        "Thema Gezondheid",
        "Voor wie ouders van de eerste graad",
        "Aantal mensen 25",
        "Talen Dari, Somali",
        "Aantal CSO&#x27;s gewenst 2",
    ):
        assert part in words
    assert "Waarvoor" not in words


def test_an_activity_from_the_long_form_has_no_rows_but_its_task(desk, now):
    request = factories.make_request(now=now, tasks=["activity"], involves_client=False)

    words = text_of(desk.get(change(request)))

    assert "Waarvoor Een infosessie, actie of project mee begeleiden" in words
    assert "Taal Dari" in words


def test_whoever_speaks_one_of_the_languages_can_come(desk, now):
    factories.make_supporter("Samira")
    factories.make_supporter("Hodan", languages=["somali"])
    factories.make_supporter("Leyla", languages=["somali", "dari"])
    factories.make_supporter("Anders", languages=["farsi"])

    words = text_of(desk.get(change(factories.make_activity(State.IN_REVIEW, now=now))))

    assert "Samira Dari moedertaal kan" in words
    assert "Hodan Somali moedertaal kan" in words
    assert "Leyla Somali moedertaal; Dari moedertaal kan" in words
    assert "Anders" not in words


def test_nobody_speaks_any_of_the_languages(desk, now):
    words = text_of(desk.get(change(factories.make_activity(State.IN_REVIEW, now=now))))

    assert "Geen actieve CSO spreekt Dari of Somali." in words


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.PLANNED])
def test_the_detail_of_an_activity_stays_within_ten_statements(desk, now, state):
    request = factories.make_activity(state, now=now)
    for number in range(6):
        factories.make_supporter(f"Cso{number}")
    desk.get(change(request))

    with CaptureQueriesContext(connection) as queries:
        assert desk.get(change(request)).status_code == 200

    assert len(queries) <= 10, [query["sql"][:120] for query in queries]


def test_only_for_an_activity_more_can_be_chosen(desk, now):
    factories.make_supporter()

    talk = desk.get(action(factories.make_request(State.IN_REVIEW, now=now), "inplannen"))
    activity = desk.get(action(factories.make_activity(State.IN_REVIEW, now=now), "inplannen"))

    assert "Nog meer CSO" not in text_of(talk)
    assert "Nog meer CSO&#x27;s (optioneel)" in text_of(activity)


def test_plan_with_two_then_move_with_one(desk, now):
    request = factories.make_activity(State.IN_REVIEW, now=now)
    samira, hodan = (
        factories.make_supporter(),
        factories.make_supporter("Hodan", languages=["somali"], phone="0470 11 22 33"),
    )
    wish = {"wish": request.first_moment.isoformat(), "supporter": samira.pk, "minutes": 120}

    # Who goes first and is ticked too, simply goes first.
    response = post(desk, request, "inplannen", **wish, companions=[samira.pk, hodan.pk])

    assert response.url == change(request)
    appointment = Appointment.objects.get(request=request)
    assert appointment.supporter == samira
    assert [each.supporter for each in appointment.companions.order_by("pk")] == [hodan]
    assert "Ook mee Hodan Verzonnen, 0470 11 22 33" in text_of(desk.get(change(request)))
    assert ticked(desk.get(action(request, "verplaatsen"))) == [str(hodan.pk)]

    post(desk, request, "verplaatsen", **wish)

    assert appointment.companions.count() == 0
    assert "Ook mee" not in text_of(desk.get(change(request)))


def test_a_companion_who_is_taken_is_named_beside_the_boxes_and_stays_ticked(desk, now):
    request = factories.make_activity(State.IN_REVIEW, now=now)
    samira = factories.make_supporter()
    hodan = factories.make_supporter("Hodan", languages=["somali"])
    factories.make_request(State.PLANNED, now=now, supporter=hodan)

    response = post(
        desk,
        request,
        "inplannen",
        wish=request.first_moment.isoformat(),
        supporter=samira.pk,
        minutes=60,
        companions=[hodan.pk],
    )

    assert response.status_code == 409
    assert "Hodan: " in response.context["form"].errors["companions"][0]
    assert ticked(response) == [str(hodan.pk)]
    assert ConsultRequest.objects.get(pk=request.pk).state == State.IN_REVIEW
