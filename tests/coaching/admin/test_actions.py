"""The tiny forms of the desk."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from billing.models import Charge
from coaching.models import Appointment, BookedSlot, Proposal
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.models import (
    ConsentWithdrawal,
    ContactChange,
    InternalNote,
    TalkFeedback,
)
from requests_app.rules import BRUSSELS
from tests import factories
from tests.coaching.pages import action, change, text_of

pytestmark = pytest.mark.django_db


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


def test_ask_a_question(desk, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    page = text_of(desk.get(action(request, "vraag-stellen")))
    assert "beveiligde pagina van de aanvraag" in page
    assert "Noem de cliënt niet bij naam" in page

    empty = post(desk, request, "vraag-stellen", question=" ")
    assert "Schrijf eerst je vraag." in text_of(empty)
    response = post(desk, request, "vraag-stellen", question="Komt er <b>iemand</b> mee?")

    assert response.url == change(request)
    request.refresh_from_db()
    assert request.state == State.INFO_NEEDED
    assert OutgoingMail.objects.get().kind == "coaching.info_asked"
    assert "Komt er &lt;b&gt;iemand&lt;/b&gt; mee?" in desk.get(change(request)).content.decode()


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.DECLINED])
def test_withdraw_the_agreement_for_a_client_who_calls(desk, coach, now, state):
    request = factories.make_request(state, now=now)
    page = text_of(desk.get(action(request, "akkoord-intrekken")))
    assert "Dit kan je niet terugdraaien." in page
    assert ConsentWithdrawal.objects.count() == 0

    response = post(desk, request, "akkoord-intrekken")

    assert response.url == change(request)
    assert ConsentWithdrawal.objects.get().by == coach
    words = text_of(desk.get(change(request)))
    assert "De gegevens van de cliënt zijn gewist op" in words
    assert "Cliënt trekt akkoord in" not in words
    again = desk.get(action(request, "akkoord-intrekken"))
    assert again.url == change(request)


def test_a_coach_confirms_a_changed_address(desk, coach, now):
    request = factories.make_request(State.IN_REVIEW, now=now)
    assert "Nieuw e-mailadres klopt" not in text_of(desk.get(change(request)))
    refused = desk.get(action(request, "adres-bevestigen"))
    assert refused.url == change(request)
    ContactChange.objects.create(request=request, old_email="vorige@voorbeeld.be", at=now)

    page = text_of(desk.get(action(request, "adres-bevestigen")))
    response = post(desk, request, "adres-bevestigen")

    assert "Bel eerst op een nummer dat je kent." in page
    assert response.url == change(request)
    assert not ContactChange.objects.exists()
    assert LogEntry.objects.get().change_message == "Nieuw e-mailadres klopt"
    assert "Nieuw e-mailadres klopt" not in text_of(desk.get(change(request)))


def test_there_is_nothing_to_withdraw_without_a_client(desk, now):
    request = factories.make_request(
        State.IN_REVIEW, now=now, tasks=["case_advice"], involves_client=False
    )

    assert "Cliënt trekt akkoord in" not in text_of(desk.get(change(request)))


def test_feedback_stands_beside_the_talk(desk, now):
    request = factories.make_request(State.COMPLETED, now=now)
    assert "Feedback van de hulpverlener" not in text_of(desk.get(change(request)))
    TalkFeedback.objects.create(
        request=request, helped="yes", worked_well="partly", words="<b>Fijn</b> gesprek", at=now
    )

    page = desk.get(change(request))

    words = text_of(page)
    assert "Hielp het gesprek? Ja Ging de samenwerking goed? Een beetje" in words
    assert "&lt;b&gt;Fijn&lt;/b&gt; gesprek" in page.content.decode()


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
