from datetime import timedelta

import pytest

from billing.errors import AgreementMissing
from billing.models import Charge
from coaching import services
from coaching.errors import SupporterTaken
from coaching.models import Appointment, AppointmentVersion, BookedSlot
from coaching.states import AppointmentState
from outbox.models import OutgoingMail
from requests_app.choices import Action, State
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.rules import brussels_moment
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def plan_for(supporter, start=None, minutes=60, waive_reason=""):
    return services.Plan(supporter.pk, start or at(10), minutes, waive_reason)


def test_plan_writes_appointment_slots_version_event_and_mails():
    coach = factories.make_user()
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)

    services.plan_request(
        request.pk, plan_for(samira, minutes=90), by=coach, now=NOW, version=request.version
    )

    appointment = Appointment.objects.get(request=request)
    assert (appointment.supporter, appointment.start, appointment.planned_minutes) == (
        samira,
        at(10),
        90,
    )
    slots = sorted(BookedSlot.objects.order_by("pk").values_list("start", flat=True))
    assert (slots[0], slots[-1], len(slots)) == (
        at(10) - timedelta(minutes=30),
        at(10) + timedelta(minutes=105),
        10,
    )
    version = AppointmentVersion.objects.get()
    assert (version.sequence, version.start, version.state) == (0, at(10), "confirmed")
    assert version.event.action == Action.PLAN
    request.refresh_from_db()
    assert (request.state, request.answered_at, request.coach) == (State.PLANNED, NOW, coach)
    assert kinds() == ["coaching.planned", "coaching.supporter_planned"]


def test_a_coach_may_plan_within_the_lead_time():
    request = factories.make_request(State.IN_REVIEW)

    services.plan_request(
        request.pk,
        plan_for(factories.make_supporter(), start=at(1)),
        by=factories.make_user(),
        now=NOW,
    )

    assert Appointment.objects.get().start == at(1)


@pytest.mark.parametrize(
    ("supporter", "start", "minutes", "message"),
    [
        ({}, at(-1), 60, "al voorbij"),
        ({}, at(10), 5, "15 minuten en 8 uur"),
        ({"active": False}, at(10), 60, "niet actief"),
        ({"languages": ["somali"]}, at(10), 60, "spreekt deze taal niet"),
        ({"confidentiality_signed_on": None}, at(10), 60, "geheimhouding"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(supporter, start, minutes, message):
    request = factories.make_request(State.IN_REVIEW)
    plan = plan_for(factories.make_supporter(**supporter), start, minutes)

    with pytest.raises(RuleViolation, match=message):
        services.plan_request(request.pk, plan, by=factories.make_user(), now=NOW)

    request.refresh_from_db()
    assert (request.state, request.version) == (State.IN_REVIEW, 2)
    assert kinds() == []
    assert not BookedSlot.objects.exists()


def test_an_unknown_supporter_is_refused():
    request = factories.make_request(State.IN_REVIEW)

    with pytest.raises(RuleViolation, match="Kies een CSO") as refusal:
        services.plan_request(
            request.pk, services.Plan(0, at(10), 60), by=factories.make_user(), now=NOW
        )
    assert refusal.value.field == "supporter"


def test_travel_time_stands_between_two_talks():
    samira = factories.make_supporter(travel_minutes=30)
    factories.make_request(State.PLANNED, start=at(10, 14), supporter=samira)
    request = factories.make_request(State.IN_REVIEW)
    coach = factories.make_user()

    with pytest.raises(SupporterTaken):
        services.plan_request(request.pk, plan_for(samira, at(10, 15, 45)), by=coach, now=NOW)
    services.plan_request(request.pk, plan_for(samira, at(10, 16)), by=coach, now=NOW)

    assert Appointment.objects.count() == 2


def test_the_constraint_catches_what_the_check_missed(monkeypatch):
    samira = factories.make_supporter()
    factories.make_request(State.PLANNED, start=at(10), supporter=samira)
    request = factories.make_request(State.IN_REVIEW)
    monkeypatch.setattr("coaching.services.booking.check_fits", lambda *args, **kwargs: None)

    with pytest.raises(SupporterTaken, match="net ingepland"):
        services.plan_request(request.pk, plan_for(samira), by=factories.make_user(), now=NOW)

    request.refresh_from_db()
    assert request.state == State.IN_REVIEW


def test_the_second_of_two_coaches_hears_who_was_faster():
    anna = factories.make_user("anna", first_name="Anna", last_name="Voorbeeld")
    bert = factories.make_user("bert")
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.IN_REVIEW)
    services.plan_request(request.pk, plan_for(samira), by=anna, now=NOW, version=request.version)

    with pytest.raises(StaleRequest, match="Anna Voorbeeld was je voor") as refusal:
        services.plan_request(
            request.pk, plan_for(leyla), by=bert, now=NOW, version=request.version
        )

    assert "20/11/2026 om 10.00 uur" in refusal.value.message
    assert Appointment.objects.get().supporter == samira


def test_move_keeps_one_appointment_and_tells_everybody():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    services.move_appointment(
        request.pk, plan_for(samira, at(11)), by=factories.make_user(), now=NOW
    )

    appointment = Appointment.objects.get()
    assert (appointment.start, appointment.sequence) == (at(11), 1)
    assert list(appointment.versions.values_list("sequence", "start")) == [
        (0, at(10)),
        (1, at(11)),
    ]
    first_slot = appointment.slots.order_by("start").first()
    assert (first_slot.start, appointment.slots.count()) == (at(11) - timedelta(minutes=30), 8)
    assert kinds() == ["coaching.moved", "coaching.supporter_moved"]


def test_a_small_shift_does_not_collide_with_itself():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    services.move_appointment(
        request.pk, plan_for(samira, at(10, 14, 15)), by=factories.make_user(), now=NOW
    )

    assert Appointment.objects.get().start == at(10, 14, 15)


def test_another_supporter_frees_the_first_and_mails_both():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira)

    services.move_appointment(request.pk, plan_for(leyla), by=factories.make_user(), now=NOW)

    assert set(BookedSlot.objects.values_list("supporter", flat=True)) == {leyla.pk}
    assert kinds() == [
        "coaching.moved",
        "coaching.supporter_cancelled",
        "coaching.supporter_planned",
    ]


def test_moving_nothing_is_refused():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)

    with pytest.raises(RuleViolation, match="Er verandert niets"):
        services.move_appointment(request.pk, plan_for(samira), by=factories.make_user(), now=NOW)


def test_a_talk_that_began_is_not_moved_or_released():
    request = factories.make_request(State.PLANNED, start=at(0, 9))
    coach = factories.make_user()
    supporter = Appointment.objects.get().supporter

    with pytest.raises(RuleViolation, match="al begonnen"):
        services.move_appointment(request.pk, plan_for(supporter), by=coach, now=NOW)
    with pytest.raises(RuleViolation, match="al begonnen"):
        services.release_appointment(request.pk, by=coach, now=NOW)


def test_release_frees_the_supporter_and_plan_takes_the_same_appointment_again():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    coach = factories.make_user()

    services.release_appointment(request.pk, by=coach, now=NOW)

    appointment = Appointment.objects.get()
    assert (appointment.state, BookedSlot.objects.count()) == (AppointmentState.CANCELLED, 0)
    assert kinds() == ["coaching.released", "coaching.supporter_cancelled"]
    services.plan_request(request.pk, plan_for(samira, at(12)), by=coach, now=NOW)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.sequence) == (AppointmentState.CONFIRMED, 2)


def organisation_with(held=0, planned=0):
    organisation = factories.make_organisation()
    for number in range(held):
        request = factories.make_request(
            State.PLANNED, organisation=organisation, start=at(-30 + number)
        )
        services.record_held(
            request.pk,
            services.Held(at(-30 + number), at(-30 + number, 15)),
            by=factories.make_user(),
            now=NOW,
        )
    for number in range(planned):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))
    OutgoingMail.objects.all().delete()
    return organisation


@pytest.mark.parametrize(("held", "planned"), [(3, 0), (2, 1), (0, 3)])
def test_the_fourth_talk_needs_a_signed_agreement(held, planned):
    organisation = organisation_with(held, planned)
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    plan = plan_for(factories.make_supporter())
    coach = factories.make_user()

    with pytest.raises(AgreementMissing, match="gesprek 4 van") as refusal:
        services.plan_request(request.pk, plan, by=coach, now=NOW)
    assert refusal.value.field == "waive_reason"

    factories.make_agreement(organisation)
    services.plan_request(request.pk, plan, by=coach, now=NOW)
    assert Appointment.objects.get(request=request).agreement_waived_by is None


def test_the_third_talk_needs_none():
    request = factories.make_request(State.IN_REVIEW, organisation=organisation_with(2))

    services.plan_request(
        request.pk, plan_for(factories.make_supporter()), by=factories.make_user(), now=NOW
    )

    assert Appointment.objects.filter(request=request).exists()


def test_advice_without_a_client_needs_none_and_does_not_count():
    organisation = organisation_with(3)
    request = factories.make_request(
        State.IN_REVIEW, organisation=organisation, involves_client=False, tasks=["case_advice"]
    )

    services.plan_request(
        request.pk, plan_for(factories.make_supporter()), by=factories.make_user(), now=NOW
    )

    assert Appointment.objects.filter(request=request).exists()


def test_only_the_coordinator_goes_on_without_agreement_and_gives_the_reason():
    organisation = organisation_with(3)
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    samira = factories.make_supporter()
    plan = plan_for(samira, waive_reason="Getekend, post onderweg")
    boss = factories.make_user("boss", group="coördinator")

    with pytest.raises(RuleViolation, match="Alleen de coördinator"):
        services.plan_request(request.pk, plan, by=factories.make_user(), now=NOW)
    services.plan_request(request.pk, plan, by=boss, now=NOW)

    appointment = Appointment.objects.get(request=request)
    assert (appointment.agreement_waived_by, appointment.agreement_waived_reason) == (
        boss,
        "Getekend, post onderweg",
    )
    services.move_appointment(
        request.pk, plan_for(samira, at(11)), by=factories.make_user(), now=NOW
    )
    later = at(11, 17)
    services.record_held(
        request.pk, services.Held(at(11), at(11, 15)), by=factories.make_user(), now=later
    )
    charge = Charge.objects.get(request_reference=request.reference)
    assert (charge.ordinal, charge.waived_by, charge.amount) == (4, boss, 15)


def test_counts_per_client_file_when_the_tariff_says_so():
    tariff = factories.make_tariff()
    tariff.scope = "dossier"
    tariff.save()
    organisation = organisation_with(planned=3)
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    request.client.file_reference = "ander-dossier"
    request.client.save()
    same_file = factories.make_request(State.IN_REVIEW, organisation=organisation)
    coach = factories.make_user()

    services.plan_request(request.pk, plan_for(factories.make_supporter()), by=coach, now=NOW)
    with pytest.raises(AgreementMissing):
        services.plan_request(
            same_file.pk, plan_for(factories.make_supporter("Leyla")), by=coach, now=NOW
        )


def test_the_night_the_clock_goes_forward_books_real_quarters():
    start = brussels_moment(at(128).date(), at(128).time().replace(hour=1, minute=30))
    request = factories.make_request(State.IN_REVIEW, duration_minutes=60)
    samira = factories.make_supporter(travel_minutes=0)

    services.plan_request(request.pk, plan_for(samira, start), by=factories.make_user(), now=NOW)

    assert BookedSlot.objects.count() == 4
