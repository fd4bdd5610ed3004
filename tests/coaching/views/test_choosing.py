"""The page on which the requester says whether the CSO is fine (N7)."""

import pytest
from django.urls import reverse

from coaching import services
from coaching.models import Appointment, AppointmentCompanion, SupporterExclusion
from outbox.models import OutgoingMail
from requests_app import links
from requests_app.choices import State
from tests import factories
from tests.coaching.pages import text_of

pytestmark = pytest.mark.django_db


def page_of(request):
    return reverse("supporter_choice", args=[links.token_for(request)])


def home_of(request):
    return reverse("request_page", args=[links.token_for(request)])


def post(client, request, answer, *, version=None):
    return client.post(page_of(request), {"answer": answer, "version": version or request.version})


def test_looking_changes_nothing_and_tells_a_first_name_only(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    pages = [client.get(page_of(request)) for _ in range(2)]

    for page in pages:
        assert page.status_code == 200
        words = text_of(page)
        assert "Samira komt als CSO mee." in words
        assert "Verzonnen" not in words
        assert "Dat is goed" in words
        assert "je niet te zeggen waarom" in words
        assert factories.CLIENT_NAME not in words
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"
    appointment = Appointment.objects.get()
    assert appointment.supporter_accepted_at is None
    assert not SupporterExclusion.objects.exists()


def test_fine(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    response = post(client, request, "fine")

    assert response.url == home_of(request)
    assert Appointment.objects.get().supporter_accepted_at is not None
    page = client.get(home_of(request))
    assert "Je liet weten dat dit goed is." in text_of(page)
    assert "Toch liever iemand anders?" in text_of(page)
    assert "Dat is goed" not in text_of(client.get(page_of(request)))


def test_somebody_else(client, now):
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, now=now, supporter=samira)

    response = post(client, request, samira.pk)

    assert response.url == home_of(request)
    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    words = text_of(client.get(home_of(request)))
    assert "Kan doorgaan, we zoeken een CSO" in words
    assert "Samira" not in words
    assert "Haal het eruit met dit bestand" in words
    assert client.get(page_of(request)).url == home_of(request)


def test_of_several_each_can_be_declined(client, now):
    request = factories.make_request(State.PLANNED, now=now, involves_client=False)
    leyla = factories.make_supporter("Leyla")
    AppointmentCompanion.objects.create(appointment=Appointment.objects.get(), supporter=leyla)

    words = text_of(client.get(page_of(request)))
    assert "Samira en Leyla komen als CSO mee." in words
    assert "Liever iemand anders dan Leyla" in words
    post(client, request, leyla.pk)

    assert SupporterExclusion.objects.get().supporter == leyla


@pytest.mark.parametrize("answer", ["", "onzin", "-1", "9" * 30, "²"])
def test_a_strange_answer_changes_nothing(client, now, answer):
    request = factories.make_request(State.PLANNED, now=now)

    response = post(client, request, answer)

    assert response.status_code == 409
    assert "Kies een van de knoppen." in text_of(response)
    assert "<title>Fout:" in response.content.decode()
    request.refresh_from_db()
    assert request.state == State.PLANNED


def test_the_page_of_an_older_plan_is_refused_and_shows_who_comes_now(client, now):
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, now=now, supporter=samira)
    plan = services.Plan(leyla.pk, request.first_moment, 60)
    services.move_appointment(request.pk, plan, by=factories.make_user(), now=now)
    OutgoingMail.objects.all().delete()

    for answer in ("fine", samira.pk):
        response = post(client, request, answer)
        assert response.status_code == 409
        assert "intussen veranderd" in text_of(response)
        assert "Leyla komt als CSO mee." in text_of(response)
    assert Appointment.objects.get().supporter_accepted_at is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.PLANNED])
def test_without_a_planned_talk_there_is_no_such_page(client, now, state):
    request = factories.make_request(state, now=now)

    assert client.get(page_of(request)).url == home_of(request)
    response = post(client, request, "fine")
    assert response.status_code == 409
    assert "geen gesprek met een CSO ingepland" in text_of(response)


def test_once_it_began(client, now):
    samira = factories.make_supporter()
    request = factories.make_request(
        State.PLANNED, now=now, supporter=samira, start=factories.at(-1, now=now)
    )

    assert client.get(page_of(request)).url == home_of(request)
    response = post(client, request, samira.pk)
    assert response.status_code == 409
    assert "al begonnen" in text_of(response)
    request.refresh_from_db()
    assert request.state == State.PLANNED


def test_a_bad_link_leads_nowhere(client, now):
    request = factories.make_request(State.PLANNED, now=now)

    assert client.get(page_of(request).replace("/cso/", "x/cso/")).status_code == 404
    assert client.put(page_of(request)).status_code == 405


@pytest.mark.parametrize("others", [0, 4])
def test_the_page_costs_the_same_for_one_and_for_many(
    client, now, others, django_assert_max_num_queries
):
    request = factories.make_request(State.PLANNED, now=now)
    for number in range(others):
        AppointmentCompanion.objects.create(
            appointment=Appointment.objects.get(),
            supporter=factories.make_supporter(f"Cso{number}"),
        )
    client.get(page_of(request))

    with django_assert_max_num_queries(9):
        client.get(page_of(request))


@pytest.mark.parametrize("others", [0, 4])
def test_the_page_of_a_planned_request_costs_the_same_for_one_and_for_many(
    client, now, others, django_assert_max_num_queries
):
    request = factories.make_request(State.PLANNED, now=now)
    for number in range(others):
        factories.make_request(
            State.PLANNED, now=now, supporter=factories.make_supporter(f"Cso{number}")
        )
    client.get(home_of(request))

    with django_assert_max_num_queries(16):
        client.get(home_of(request))
