"""The calendar file behind the requester's link (M6)."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from requests_app import links
from requests_app.choices import State
from requests_app.services import Actor, cancel_request
from tests import factories

pytestmark = pytest.mark.django_db


def file_of(request):
    return reverse("calendar_file", args=[links.token_for(request)])


def test_a_planned_talk_is_a_file(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    response = client.get(file_of(request))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{request.reference}.ics"'
    assert "no-store" in response["Cache-Control"]
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert event["DTSTART"].dt == request.first_moment
    assert links.token_for(request).encode() not in response.content
    assert response.content == client.get(file_of(request)).content


def test_the_page_offers_it(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    page = client.get(reverse("request_page", args=[links.token_for(request)]))

    assert f'href="{file_of(request)}"' in page.content.decode()


def test_a_cancelled_request_offers_the_file_that_takes_it_out(client, now):
    request = factories.make_request(State.PLANNED, now=now)
    cancel_request(request.pk, actor=Actor.requester(), now=now)

    page = client.get(reverse("request_page", args=[links.token_for(request)]))
    calendar = Calendar.from_ical(client.get(file_of(request)).content)

    assert f'href="{file_of(request)}"' in page.content.decode()
    assert str(calendar["METHOD"]) == "CANCEL"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CANCELLED])
def test_without_a_meeting_there_is_no_file(client, now, state):
    request = factories.make_request(state, now=now)

    page = client.get(reverse("request_page", args=[links.token_for(request)]))

    assert client.get(file_of(request)).status_code == 404
    assert file_of(request) not in page.content.decode()


def test_a_bad_link_and_other_methods(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    assert client.get(file_of(request).replace("/agenda", "x/agenda")).status_code == 404
    assert client.post(file_of(request)).status_code == 405


def test_the_file_costs_few_statements(client, now, django_assert_max_num_queries):
    request = factories.make_request(State.PLANNED, now=now)
    client.get(file_of(request))

    with django_assert_max_num_queries(8):
        client.get(file_of(request))
