"""One request on one screen, and who gets in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.admin.actions import ACTIONS
from requests_app.choices import State
from requests_app.models import InternalNote
from tests import factories
from tests.coaching.pages import LIST, action, change, give, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "slugs"),
    [
        (State.SUBMITTED, ["opnemen", "vraag-stellen", "voorstellen", "weigeren", "annuleren"]),
        (
            State.IN_REVIEW,
            ["inplannen", "vraag-stellen", "voorstellen", "aanvaarden", "weigeren", "annuleren"],
        ),
        (State.INFO_NEEDED, ["weigeren", "annuleren"]),
        (State.ALTERNATIVE_PROPOSED, ["weigeren", "annuleren"]),
        (State.ACCEPTED, ["inplannen", "voorstellen", "weigeren", "annuleren"]),
        (State.PLANNED, ["verplaatsen", "voorstellen", "loslaten", "annuleren"]),
        (State.COMPLETED, []),
        (State.NOT_HELD, []),
        (State.DECLINED, []),
        (State.CANCELLED, []),
        (State.EXPIRED, []),
    ],
)
def test_only_possible_actions_are_offered_and_the_others_refused(desk, now, state, slugs):
    request = factories.make_request(state, now=now)

    page = desk.get(change(request)).content.decode()

    offered = [each.slug for each in ACTIONS if f'"{action(request, each.slug)}"' in page]
    always = ["akkoord-intrekken"]  # of a closed request too
    assert sorted(offered) == sorted([*slugs, *always])
    for each in ACTIONS:
        if each.slug in offered:
            continue
        for response in (
            desk.get(action(request, each.slug)),
            desk.post(action(request, each.slug), {"version": request.version}),
        ):
            assert response.status_code == 302
    request.refresh_from_db()
    assert request.state == state


def test_after_the_start_only_registering_is_left(desk, now):
    request = factories.make_request(State.PLANNED, now=now, start=factories.at(-1, now=now))

    page = desk.get(change(request)).content.decode()

    offered = [each.slug for each in ACTIONS if f'"{action(request, each.slug)}"' in page]
    assert offered == ["doorgegaan", "niet-doorgegaan", "akkoord-intrekken"]


@pytest.mark.parametrize("state", State)
def test_detail_renders_in_every_state_within_nine_statements(desk, now, state):
    request = factories.make_request(state, now=now)
    for number in range(6):
        factories.make_supporter(f"Cso{number}")
        InternalNote.objects.create(request=request, at=now, by=factories.make_user(), body="Nota")
    desk.get(change(request))

    with CaptureQueriesContext(connection) as queries:
        page = desk.get(change(request))

    assert page.status_code == 200
    assert request.reference in text_of(page)
    assert len(queries) <= 9, [query["sql"][:120] for query in queries]
    assert factories.CLIENT_NAME not in text_of(page)
    assert request.question not in text_of(page)
    assert request.sensitive_points not in text_of(page)


def test_detail_says_who_can_when(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    factories.make_supporter("Vrij")
    bezet = factories.make_supporter("Bezet")
    factories.make_request(State.PLANNED, now=now, supporter=bezet)

    words = text_of(desk.get(change(request)))

    assert "Vrij moedertaal kan" in words
    assert "Bezet moedertaal heeft dan al een afspraak" in words
    assert "gesprek 2 van 3 gratis" in words


def test_who_may_only_look_gets_no_buttons(client, now):
    request = factories.make_request(now=now)
    user = factories.make_user("kijker", group="")
    give(user, "view_deskrequest")
    client.force_login(user)

    words = text_of(client.get(change(request)))

    assert request.reference in words
    assert "Neem op" not in words
    assert client.post(action(request, "opnemen"), {"version": 1}).status_code == 403


def addresses(request):
    own = ["coaching_deskrequest_client", "coaching_deskrequest_note"]
    return [
        reverse(LIST),
        change(request),
        *(action(request, each.slug) for each in ACTIONS),
        *(reverse(f"admin:{name}", args=[request.pk]) for name in own),
        reverse("admin:coaching_supporter_changelist"),
        reverse("admin:coaching_supporter_add"),
        reverse("admin:coaching_appointment_changelist"),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_finance_gets_in_nowhere(client, now, method):
    request = factories.make_request(State.PLANNED, now=now)
    client.force_login(factories.make_user("finance", group="finance"))

    for page in addresses(request):
        response = getattr(client, method)(page)
        assert response.status_code in {403, 405}, page
        assert request.reference not in response.content.decode()
    assert "Planning" not in text_of(client.get(reverse("admin:index")))


def test_a_stranger_is_sent_to_the_login(client, now):
    request = factories.make_request(now=now)

    for page in addresses(request):
        assert "/beheer/login/" in client.get(page).url


def test_nothing_is_added_or_deleted_at_the_desk(desk):
    request = factories.make_request()

    for name in ("add", "delete", "history"):
        assert desk.get(f"/beheer/coaching/deskrequest/{request.pk}/{name}/").status_code == 404


def test_coach_sees_the_series_the_wishes_and_what_a_request_follows_on(desk, now):
    earlier = factories.make_request(State.COMPLETED, now=now)
    request = factories.make_request(
        now=now,
        follows=earlier,
        series_count=3,
        series_rhythm="monthly",
        supporter_gender="f",
        wished_supporter="Selam",
        avoided_supporter="Farid",
    )

    page = desk.get(change(request)).content.decode()

    assert "<dt>Meer gesprekken</dt><dd>3 gesprekken, elke maand</dd>" in page
    for words in ("Liefst een vrouw", "Liefst deze CSO: Selam", "Liever niet: Farid"):
        assert words in page
    assert f'<a href="{change(earlier)}">{earlier.reference}</a>' in page


def test_coach_reads_the_address_with_the_way_in(desk, now):
    request = factories.make_request(now=now, location_directions="Tweede bel")

    page = desk.post(reverse("admin:coaching_deskrequest_client", args=[request.pk]))

    assert "Schoolstraat 1, 3000 Leuven<br>Tweede bel" in page.content.decode()
