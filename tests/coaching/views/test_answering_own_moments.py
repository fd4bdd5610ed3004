"""None of our moments fits: own moments, with every rule of asking beside its field."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from coaching.models import Appointment, Proposal, SupporterExclusion
from requests_app import links
from requests_app.choices import State
from requests_app.models import RequestMessage
from requests_app.rules import BRUSSELS, in_words, local_date
from tests import factories
from tests.coaching.pages import text_of

pytestmark = pytest.mark.django_db


def page_of(request):
    return reverse("proposal_answer", args=[links.token_for(request)])


def post(client, request, answer="none", **data):
    proposal = Proposal.objects.get(request=request)
    return client.post(page_of(request), {"proposal": proposal.pk, "answer": answer, **data})


def proposed(now, **fields):
    return factories.make_request(State.ALTERNATIVE_PROPOSED, now=now, **fields)


def day(days, now):
    return (local_date(now) + timedelta(days=days)).isoformat()


def test_own_moments_reach_the_coaches(client, now):
    request = proposed(now)

    response = post(
        client,
        request,
        date_1=day(12, now), time_1="09:30", date_3=day(13, now), time_3="14:00",
        message="Liefst de eerste.",
    )  # fmt: skip

    assert response.url == reverse("request_page", args=[links.token_for(request)])
    request.refresh_from_db()
    assert request.state == State.IN_REVIEW
    starts = [wish.local_start for wish in request.moments.all()]
    assert [f"{start:%Y-%m-%d %H:%M}" for start in starts] == [
        f"{day(12, now)} 09:30",
        f"{day(13, now)} 14:00",
    ]
    assert RequestMessage.objects.get().body.startswith("Liefst de eerste.\nKan wel: ")


@pytest.mark.parametrize(
    ("days", "hour", "field", "message"),
    [
        (2, "14:00", "date_1", "Kies een datum vanaf"),
        (-3, "14:00", "date_1", "Kies een datum vanaf"),
        (500, "14:00", "date_1", "ten laatste op"),
        (12, "", "time_1", "Kies een uur."),
        (12, "25:99", "time_1", "Dit uur bestaat niet"),
        (None, "14:00", "date_1", "Kies een datum vanaf"),
    ],
)
def test_an_error_stands_beside_the_field_and_nothing_is_lost(
    client, now, days, hour, field, message
):
    request = proposed(now)
    typed = {"date_1": "" if days is None else day(days, now), "time_1": hour}

    response = post(client, request, **typed, message="Mijn woorden.")

    assert response.status_code == 200
    form = response.context["form"]
    assert message in form.errors[field][0]
    html = response.content.decode()
    for value in filter(None, [*typed.values(), "Mijn woorden."]):
        assert value in html
    assert f'href="#id_{field}"' in html
    assert "<title>Fout:" in html
    request.refresh_from_db()
    assert request.state == State.ALTERNATIVE_PROPOSED


def test_a_date_that_is_none_is_said_once(client, now):
    response = post(client, proposed(now), date_1="31/02/2027", time_1="14:00")

    assert response.context["form"].errors == {
        "date_1": ["Deze datum bestaat niet. Schrijf ze zoals 03/12/2026."]
    }


def test_the_same_moment_twice(client, now):
    wish = {"date_1": day(12, now), "time_1": "14:00"}
    response = post(client, proposed(now), **wish, date_2=day(12, now), time_2="14:00")

    assert "twee keer hetzelfde moment" in response.context["form"].errors["date_1"][0]


def test_the_hour_that_does_not_exist(client):
    with time_machine.travel("2027-03-10T09:00:00+01:00", tick=False) as frozen:
        now = factories.NOW.replace(year=2027, month=3, day=10)
        request = proposed(now)
        response = post(client, request, date_1="2027-03-28", time_1="02:30")

    assert frozen
    assert "de klok springt" in response.context["form"].errors["time_1"][0]


def test_an_answer_that_says_nothing_is_asked_for_more(client, now):
    request = proposed(now)

    response = post(client, request)

    assert response.context["form"].errors == {
        "date_1": ["Kies minstens één moment dat past, of schrijf wanneer het wel kan."]
    }
    request.refresh_from_db()
    assert request.state == State.ALTERNATIVE_PROPOSED


def test_who_chooses_a_moment_need_not_mend_own_ones(client, now):
    request = proposed(now)
    moment = Proposal.objects.get().moments.order_by("start").first()

    response = post(client, request, moment.pk, date_1="onzin", time_1="99", date_2=day(1, now))

    assert response.status_code == 302
    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert list(request.moments.values_list("start", flat=True)) == [request.first_moment]


def test_the_page_says_from_when_and_the_field_knows_it(client, now):
    page = client.get(page_of(proposed(now)))

    earliest = local_date(now) + timedelta(days=7)
    assert f"vanaf {in_words(earliest)}" in text_of(page)
    assert f'min="{earliest.isoformat()}"' in page.content.decode()
    assert "Daarna zoeken we een CSO" in text_of(page)
    assert "liever een andere CSO" not in text_of(page)


def test_the_moment_fits_but_rather_somebody_else(client, now):
    request = proposed(now, held_for_proposal=True)
    moment = Proposal.objects.get().moments.order_by("start").first()
    words = text_of(client.get(page_of(request)))
    assert "Samira komt dan als CSO mee" in words
    assert "Ik heb liever een andere CSO dan Samira" in words

    post(client, request, moment.pk, other_supporter="on")

    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert SupporterExclusion.objects.get().supporter.first_name == "Samira"
    assert not Appointment.objects.exists()


def test_choosing_the_moment_alone_plans_with_the_named_one(client, now):
    request = proposed(now, held_for_proposal=True)
    moment = Proposal.objects.get().moments.order_by("start").first()

    post(client, request, moment.pk)

    assert Appointment.objects.get().supporter.first_name == "Samira"
    assert not SupporterExclusion.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_moment_and_for_three(
    client, now, count, django_assert_max_num_queries
):
    request = proposed(now, held_for_proposal=True)
    moments = Proposal.objects.get().moments.order_by("start")
    moments.exclude(pk=moments.first().pk).delete()
    for number in range(1, count):
        start = moments.first().start + timedelta(days=number)
        moments.create(proposal=Proposal.objects.get(), start=start, end=start + timedelta(hours=1))
    client.get(page_of(request))

    with django_assert_max_num_queries(8):
        client.get(page_of(request))
    assert now.astimezone(BRUSSELS)
