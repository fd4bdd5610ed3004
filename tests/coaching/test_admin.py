"""The desk as a browser sees it: what is shown, what is offered, what is refused, what it costs."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from billing.models import Charge
from coaching.admin.actions import ACTIONS
from coaching.models import Appointment, BookedSlot, Proposal, Supporter
from outbox.models import OutgoingMail
from privacy.models import ClientDataAccess
from requests_app.choices import State
from requests_app.models import ConsultRequest, InternalNote
from requests_app.rules import BRUSSELS
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "admin:coaching_deskrequest_changelist"


@pytest.fixture
def now():
    """The clock of the pages is the real one; rows are made around it."""
    return timezone.now()


@pytest.fixture
def coach():
    return factories.make_user(first_name="Anna", last_name="Voorbeeld")


@pytest.fixture
def desk(client, coach):
    client.force_login(coach)
    return client


def change(request):
    return reverse("admin:coaching_deskrequest_change", args=[request.pk])


def action(request, slug):
    return reverse("admin:coaching_deskrequest_action", args=[request.pk, slug])


def text_of(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def references(response):
    return re.findall(r"CSO-\d{4}-\d+(?=</a>)", response.content.decode())


# --- Queue --------------------------------------------------------------------------------------


def test_queue_shows_open_requests_by_latest_useful_answer(desk, now):
    late = factories.make_request(now=now, respond_by=date(2026, 1, 3), answer_due=date(2026, 1, 9))
    soon = factories.make_request(State.IN_REVIEW, now=now)
    closed = factories.make_request(State.DECLINED, now=now)

    page = desk.get(reverse(LIST))

    assert references(page) == [late.reference, soon.reference]
    words = text_of(page)
    assert "te laat" in words
    assert "Dari gesprek, uitleg" in words
    assert closed.reference not in words
    assert factories.CLIENT_NAME not in words


def by_list(now, coach):
    other = factories.make_user("bert")
    return {
        "new": factories.make_request(now=now),
        "mine": factories.make_request(State.IN_REVIEW, now=now, coach=coach),
        "waits": factories.make_request(State.ALTERNATIVE_PROPOSED, now=now, coach=other),
        "to_plan": factories.make_request(State.ACCEPTED, now=now, coach=other),
        "to_register": factories.make_request(
            State.PLANNED, now=now, coach=other, start=factories.at(-1, now=now)
        ),
        "planned": factories.make_request(State.PLANNED, now=now, coach=other),
        "closed": factories.make_request(State.CANCELLED, now=now),
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ["new", "mine", "waits", "to_plan", "to_register", "planned"]),
        ("onzin", ["new", "mine", "waits", "to_plan", "to_register", "planned"]),
        ("nieuw", ["new"]),
        ("mijn", ["mine"]),
        ("wacht", ["waits"]),
        ("plannen", ["mine", "to_plan"]),
        ("registreren", ["to_register"]),
        ("alles", ["new", "mine", "waits", "to_plan", "to_register", "planned", "closed"]),
    ],
)
def test_lists_of_the_queue(desk, coach, now, name, shown):
    rows = by_list(now, coach)

    page = desk.get(reverse(LIST), {"lijst": name} if name else {})

    assert set(references(page)) == {rows[key].reference for key in shown}


def test_queue_is_searched_by_reference_organisation_and_requester(desk, now):
    wanted = factories.make_request(
        now=now,
        organisation=factories.make_organisation("Atheneum Nergens"),
        requester_name="Zita Uniek",
    )
    factories.make_request(now=now)

    for query in (wanted.reference, "nergens", "zita"):
        assert references(desk.get(reverse(LIST), {"q": query})) == [wanted.reference]
    assert "Niets in deze lijst" in text_of(desk.get(reverse(LIST), {"q": "bestaat niet"}))


def test_queue_has_pages_of_25(desk, now):
    factories.make_queue(30, now=now)

    first = desk.get(reverse(LIST))
    second = desk.get(reverse(LIST), {"p": 2})

    assert (len(references(first)), len(references(second))) == (25, 5)
    assert not set(references(first)) & set(references(second))
    assert "Bladzijde 1 van 2" in text_of(first)
    assert "Vorige" in text_of(second)


@pytest.mark.parametrize("count", [25, 2500])
def test_queue_costs_the_same_at_any_size(client, coach, now, count):
    factories.make_queue(count, now=now)
    client.force_login(coach)
    client.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse(LIST))

    assert len(references(page)) == 25
    assert len(queries) <= 12
    assert len(queries) == 6, [query["sql"][:120] for query in queries]


# --- One request --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "slugs"),
    [
        (State.SUBMITTED, ["opnemen", "voorstellen", "weigeren", "annuleren"]),
        (
            State.IN_REVIEW,
            ["inplannen", "voorstellen", "aanvaarden", "weigeren", "annuleren"],
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
    assert sorted(offered) == sorted(slugs)
    for each in ACTIONS:
        if each.slug in slugs:
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
    assert offered == ["doorgegaan", "niet-doorgegaan"]


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


def test_client_block_is_shown_after_it_was_logged_every_time(desk, coach, now):
    request = factories.make_request(now=now)
    page = reverse("admin:coaching_deskrequest_client", args=[request.pk])

    assert desk.get(page).status_code == 405
    responses = [desk.post(page), desk.post(page)]

    for response in responses:
        words = text_of(response)
        assert factories.CLIENT_NAME in words
        assert request.question in words
        assert request.sensitive_points in words
        assert "no-store" in response["Cache-Control"]
    assert (
        list(ClientDataAccess.objects.values_list("who", "record_id", "route"))
        == [(coach.pk, str(request.pk), page)] * 2
    )


def test_client_block_needs_its_own_permission(client, now):
    request = factories.make_request(now=now)
    user = factories.make_user("kijker", group="")
    give(user, "view_deskrequest", "change_deskrequest")
    client.force_login(user)

    assert (
        client.post(reverse("admin:coaching_deskrequest_client", args=[request.pk])).status_code
        == 403
    )
    assert "Toon vraag en cliënt" not in text_of(client.get(change(request)))
    assert not ClientDataAccess.objects.exists()


def test_who_may_only_look_gets_no_buttons(client, now):
    request = factories.make_request(now=now)
    user = factories.make_user("kijker", group="")
    give(user, "view_deskrequest")
    client.force_login(user)

    words = text_of(client.get(change(request)))

    assert request.reference in words
    assert "Neem op" not in words
    assert client.post(action(request, "opnemen"), {"version": 1}).status_code == 403


def give(user, *codenames):
    permissions = Permission.objects.filter(codename__in=codenames)
    user.user_permissions.add(*permissions)


# --- Tiny forms ---------------------------------------------------------------------------------


def post(desk, request, slug, **data):
    request.refresh_from_db()
    return desk.post(action(request, slug), {"version": request.version, **data})


def test_take_and_accept(desk, coach, now):
    request = factories.make_request(now=now)

    assert post(desk, request, "opnemen").url == change(request)
    assert "kan doorgaan" in text_of(desk.get(action(request, "aanvaarden")))
    post(desk, request, "aanvaarden")

    request.refresh_from_db()
    assert (request.state, request.coach) == (State.ACCEPTED, coach)


def test_plan_a_wish_with_a_supporter(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    samira = factories.make_supporter()
    wish = request.first_moment.isoformat()
    page = desk.get(action(request, "inplannen"), {"moment": wish, "cso": samira.pk})
    assert page.content.decode().count("checked") == 2

    response = post(desk, request, "inplannen", wish=wish, supporter=samira.pk, minutes=75)

    assert response.url == change(request)
    appointment = Appointment.objects.get(request=request)
    assert (appointment.supporter, appointment.start, appointment.planned_minutes) == (
        samira,
        request.first_moment,
        75,
    )
    words = text_of(desk.get(change(request)))
    assert "Het gesprek is ingepland" in words
    assert "Samira Verzonnen" in words


def test_a_refused_plan_loses_nothing_and_says_why_beside_the_field(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    samira = factories.make_supporter()
    factories.make_request(State.PLANNED, now=now, supporter=samira)

    response = post(
        desk,
        request,
        "inplannen",
        wish=request.first_moment.isoformat(),
        supporter=samira.pk,
        minutes=75,
    )

    assert response.status_code == 409
    form = response.context["form"]
    assert "Kies een andere CSO" in form.errors["supporter"][0]
    html = response.content.decode()
    assert 'value="75"' in html
    assert html.count("checked") == 2
    assert "<title>Fout:" in html


def test_the_second_coach_hears_who_and_when_and_keeps_the_words(desk, now):
    factories.make_reason()
    request = factories.make_request(State.IN_REVIEW, now=now)
    seen = request.version
    post(desk, request, "weigeren", reason="geen-cso", message="Eerste.")

    response = desk.post(
        action(request, "weigeren"),
        {"version": seen, "reason": "geen-cso", "message": "Mijn woorden."},
    )

    assert response.status_code == 409
    words = text_of(response)
    wall = now.astimezone(BRUSSELS)
    assert "Anna Voorbeeld was je voor (geweigerd" in words
    assert f"{wall:%d/%m/%Y}" in words
    assert "Mijn woorden." in response.content.decode()
    assert request.messages.count() == 1


def test_the_fourth_talk_needs_an_agreement_on_the_form_too(desk, now):
    organisation = factories.make_organisation()
    for number in range(3):
        factories.make_request(
            State.PLANNED,
            now=now,
            organisation=organisation,
            start=factories.at(20 + number, now=now),
        )
    request = factories.make_request(State.IN_REVIEW, now=now, organisation=organisation)
    samira = factories.make_supporter()
    data = {"wish": request.first_moment.isoformat(), "supporter": samira.pk, "minutes": 60}

    assert "Waarom zonder overeenkomst" not in text_of(desk.get(action(request, "inplannen")))
    refused = post(desk, request, "inplannen", **data, waive_reason="toch maar")
    assert "de overeenkomst ondertekend" in text_of(refused)
    assert not Appointment.objects.filter(request=request).exists()

    boss = factories.make_user("boss", group="coördinator")
    desk.force_login(boss)
    assert "Waarom zonder overeenkomst" in text_of(desk.get(action(request, "inplannen")))
    post(desk, request, "inplannen", **data, waive_reason="toch maar")
    assert Appointment.objects.get(request=request).agreement_waived_by == boss


def test_move_release_and_cancel(desk, now):
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, now=now, supporter=samira)
    day = factories.at(15, now=now).astimezone(BRUSSELS)

    post(
        desk,
        request,
        "verplaatsen",
        wish="other",
        other_day=f"{day:%Y-%m-%d}",
        other_hour="14:00",
        supporter=samira.pk,
        minutes=60,
    )
    assert Appointment.objects.get().start == factories.at(15, now=now)
    post(desk, request, "loslaten")
    assert not BookedSlot.objects.exists()
    post(desk, request, "annuleren")
    request.refresh_from_db()
    assert request.state == State.CANCELLED


def test_propose(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    day = factories.at(15, now=now).astimezone(BRUSSELS)

    response = post(desk, request, "voorstellen", day_1=f"{day:%Y-%m-%d}", hour_1="09:00")

    assert response.status_code == 302
    assert [moment.start for moment in Proposal.objects.get().moments.all()] == [
        factories.at(15, 9, now=now)
    ]


def test_record_held_and_not_held(desk, now):
    yesterday = factories.at(-1, now=now)
    held = factories.make_request(State.PLANNED, now=now, start=yesterday)
    absent = factories.make_request(State.PLANNED, now=now, start=yesterday)
    day = f"{yesterday.astimezone(BRUSSELS):%Y-%m-%d}"

    page = desk.get(action(held, "doorgegaan")).content.decode()
    assert f'value="{day}"' in page
    wrong = post(desk, held, "doorgegaan", on=day, begin="15:00", finish="14:00")
    assert "Het einde moet na het begin liggen." in text_of(wrong)
    post(desk, held, "doorgegaan", on=day, begin="14:00", finish="16:10")
    post(desk, absent, "niet-doorgegaan", outcome="client_absent")

    charge = Charge.objects.get()
    assert (charge.request_reference, charge.minutes) == (held.reference, 130)
    assert "130 minuten" in text_of(desk.get(change(held)))
    assert "Cliënt was er niet" in text_of(desk.get(change(absent)))


def test_a_note_is_for_the_coaches(desk, now):
    request = factories.make_request(now=now)
    page = reverse("admin:coaching_deskrequest_note", args=[request.pk])

    empty = desk.post(page, {"version": 1, "body": ""})
    desk.post(page, {"version": 1, "body": "<b>Bel</b> eerst de school."})

    assert "Schrijf eerst een nota." in text_of(empty)
    assert InternalNote.objects.get().body == "<b>Bel</b> eerst de school."
    assert "&lt;b&gt;Bel&lt;/b&gt; eerst" in desk.get(change(request)).content.decode()
    assert not OutgoingMail.objects.exists()


def test_the_log_of_the_admin_knows_the_reference_and_nothing_else(desk, now):
    factories.make_reason()
    request = factories.make_request(State.IN_REVIEW, now=now)

    post(desk, request, "weigeren", reason="geen-cso", message="Amina komt later.")

    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (request.reference, "Kan niet doorgaan")


def test_unknown_request_and_unknown_action(desk, now):
    request = factories.make_request(now=now)

    assert desk.get(action(request, "toveren")).status_code == 404
    assert desk.get(reverse("admin:coaching_deskrequest_change", args=[uuid4()])).status_code == 404


# --- Who gets in --------------------------------------------------------------------------------


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


# --- CSOs and agenda ------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("when", "shown"), [("", ["ahead"]), ("voorbij", ["past"]), ("alles", ["ahead", "past"])]
)
def test_agenda_lists_talks_by_date(desk, now, when, shown):
    rows = {
        "ahead": factories.make_request(State.PLANNED, now=now),
        "past": factories.make_request(State.COMPLETED, now=now),
    }

    page = desk.get(
        reverse("admin:coaching_appointment_changelist"), {"wanneer": when} if when else {}
    )

    assert set(references(page)) == {rows[key].reference for key in shown}


def test_the_agenda_changes_nothing(desk, now):
    factories.make_request(State.PLANNED, now=now)
    page = reverse("admin:coaching_appointment_change", args=[Appointment.objects.get().pk])

    assert "Basisschool De Fictie" in text_of(desk.get(page))
    assert desk.post(page, {}).status_code == 403


def test_every_request_of_the_database_is_in_the_queue(desk, now):
    factories.make_queue(60, now=now)

    found = {
        reference
        for number in (1, 2, 3)
        for reference in references(desk.get(reverse(LIST), {"p": number}))
    }

    assert found == set(ConsultRequest.objects.values_list("reference", flat=True))
