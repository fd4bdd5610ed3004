"""Several CSOs at one activity: booked together, freed together, each of them told (I1, I2)."""

from datetime import timedelta

import pytest
from django.core import mail

from billing.models import Charge
from coaching import services
from coaching.errors import SupporterTaken
from coaching.models import (
    Appointment,
    AppointmentCompanion,
    AppointmentVersion,
    BookedSlot,
    Consultation,
)
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import StatFact
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def team():
    """Three CSOs of whom each speaks one of the languages of the activity."""
    return [
        factories.make_supporter("Samira"),
        factories.make_supporter("Hodan", languages=["somali"], travel_minutes=45),
        factories.make_supporter("Leyla", languages=["somali", "dari"]),
    ]


def plan(request, first, *others, start=None, minutes=60):
    wish = services.Plan(
        first.pk, start or at(10), minutes, companion_ids=[other.pk for other in others]
    )
    request.refresh_from_db()
    act = services.move_appointment if request.state == State.PLANNED else services.plan_request
    return act(request.pk, wish, by=factories.make_user(), now=NOW, version=request.version)


def mails():
    """Which mail goes to whom, in the order in which they were queued; then forget them."""
    found = []
    for row in OutgoingMail.objects.filter(state="queued").order_by("created_at", "kind", "pk"):
        before = len(mail.outbox)
        deliver(row.pk, now=NOW)
        for letter in mail.outbox[before:]:
            found.append((row.kind, letter.to[0].split("-")[0]))
    return sorted(found)


def slots_of(supporter):
    return BookedSlot.objects.filter(supporter=supporter).count()


def test_everybody_is_booked_with_their_own_travel_and_told():
    samira, hodan, leyla = team()
    request = factories.make_activity(State.IN_REVIEW)

    appointment = plan(request, samira, hodan)

    assert appointment.supporter == samira
    assert [row.supporter for row in appointment.companions.order_by("pk")] == [hodan]
    assert (slots_of(samira), slots_of(hodan), slots_of(leyla)) == (8, 10, 0)
    assert set(BookedSlot.objects.values_list("appointment", flat=True)) == {appointment.pk}
    version = AppointmentVersion.objects.get()
    assert (version.supporter, version.companions, version.people) == (
        samira,
        [hodan.pk],
        [samira.pk, hodan.pk],
    )
    assert mails() == [
        ("coaching.companion_planned", "hodan"),
        ("coaching.planned", "noor@school.voorbeeld.be"),
        ("coaching.supporter_planned", "samira"),
    ]


def test_each_reads_who_else_comes_and_what_it_is():
    samira, hodan, leyla = team()
    plan(factories.make_activity(State.IN_REVIEW), samira, leyla, hodan)
    mails()

    letters = {letter.to[0].split("-")[0]: letter for letter in mail.outbox}
    for text in (letters["hodan"].body, letters["hodan"].alternatives[0].content):
        assert "Dag Hodan" in text
        assert "Samira en Leyla" in text
        assert "infosessie, thema gezondheid" in text
        assert "eerste graad" not in text
    assert "Leyla en Hodan" in letters["samira"].body or "Hodan en Leyla" in letters["samira"].body
    asked = letters["noor@school.voorbeeld.be"]
    for text in (asked.body, asked.alternatives[0].content):
        assert "Samira, Hodan en Leyla" in text


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ({"active": False}, "Hodan: .*niet actief"),
        ({"languages": ["farsi"]}, "Hodan: .*spreekt deze taal niet"),
        ({"confidentiality_signed_on": None}, "Hodan: .*geheimhouding"),
    ],
)
def test_a_companion_who_does_not_fit_is_refused_by_name_and_nothing_stays(who, message):
    samira = factories.make_supporter()
    hodan = factories.make_supporter("Hodan", **who)
    request = factories.make_activity(State.IN_REVIEW)

    with pytest.raises(RuleViolation, match=message) as refused:
        plan(request, samira, hodan)

    assert refused.value.field == "companions"
    assert (Appointment.objects.count(), BookedSlot.objects.count()) == (0, 0)
    assert OutgoingMail.objects.count() == 0


def test_a_companion_who_is_taken_or_on_the_way_is_refused():
    samira, hodan, _ = team()
    factories.make_request(State.PLANNED, supporter=hodan, start=at(10, 15, 30))

    with pytest.raises(SupporterTaken, match="Hodan: ") as refused:
        plan(factories.make_activity(State.IN_REVIEW), samira, hodan)

    assert refused.value.field == "companions"


def test_the_constraint_catches_a_companion_too(monkeypatch):
    samira, hodan, _ = team()
    factories.make_request(State.PLANNED, supporter=hodan, start=at(10))
    monkeypatch.setattr("coaching.services.booking.check_fits", lambda *args, **kwargs: None)

    with pytest.raises(SupporterTaken, match="net ingepland"):
        plan(factories.make_activity(State.IN_REVIEW), samira, hodan)

    assert AppointmentCompanion.objects.count() == 0


def test_only_an_activity_has_more_than_one():
    samira, _, leyla = team()

    with pytest.raises(RuleViolation, match="Alleen bij een activiteit") as refused:
        plan(factories.make_request(State.IN_REVIEW), samira, leyla)

    assert refused.value.field == "companions"


def test_nobody_goes_twice_and_not_more_than_six():
    samira, *_ = team()
    request = factories.make_activity(State.IN_REVIEW)
    crowd = [factories.make_supporter(f"Cso{number}") for number in range(6)]

    with pytest.raises(RuleViolation, match="gaat al mee"):
        plan(request, samira, samira)
    with pytest.raises(RuleViolation, match="ten hoogste 6"):
        plan(request, samira, *crowd)


def test_moving_frees_who_falls_away_and_tells_everybody_what_changed():
    samira, hodan, leyla = team()
    request = factories.make_activity(State.IN_REVIEW)
    plan(request, samira, hodan)
    mails()

    appointment = plan(request, samira, leyla, start=at(12))

    assert [row.supporter for row in appointment.companions.order_by("pk")] == [leyla]
    assert slots_of(hodan) == 0
    assert slots_of(samira) == slots_of(leyla) == 8
    assert [version.companions for version in appointment.versions.order_by("sequence")] == [
        [hodan.pk],
        [leyla.pk],
    ]
    assert mails() == [
        ("coaching.companion_cancelled", "hodan"),
        ("coaching.companion_planned", "leyla"),
        ("coaching.moved", "noor@school.voorbeeld.be"),
        ("coaching.supporter_moved", "samira"),
    ]
    letter = next(letter for letter in mail.outbox[3:] if letter.to[0].startswith("hodan"))
    assert "Je hoeft niet te komen" in letter.body
    assert "maandag 30 november 2026, 14.00 uur" in letter.body


def test_one_companion_less_is_a_move_with_fewer_and_leaves_the_rest():
    samira, hodan, leyla = team()
    request = factories.make_activity(State.IN_REVIEW)
    plan(request, samira, hodan, leyla)
    mails()

    plan(request, samira, leyla)

    assert slots_of(hodan) == 0
    assert mails() == [
        ("coaching.companion_cancelled", "hodan"),
        ("coaching.companion_moved", "leyla"),
        ("coaching.moved", "noor@school.voorbeeld.be"),
        ("coaching.supporter_moved", "samira"),
    ]
    with pytest.raises(RuleViolation, match="Er verandert niets"):
        plan(request, samira, leyla)


def test_who_was_second_and_becomes_first_is_told_of_a_change_once():
    samira, hodan, _ = team()
    request = factories.make_activity(State.IN_REVIEW)
    plan(request, samira, hodan)
    mails()

    plan(request, hodan, samira)

    assert mails() == [
        ("coaching.companion_moved", "samira"),
        ("coaching.moved", "noor@school.voorbeeld.be"),
        ("coaching.supporter_moved", "hodan"),
    ]


def test_a_mail_to_a_companion_that_became_untrue_is_not_sent():
    samira, hodan, _ = team()
    request = factories.make_activity(State.IN_REVIEW)
    plan(request, samira, hodan)

    plan(request, samira, hodan, start=at(12))

    assert [kind for kind, to in mails() if to == "hodan"] == ["coaching.companion_moved"]


@pytest.mark.parametrize("end", ["release", "cancel", "cancel by coach"])
def test_releasing_and_cancelling_free_and_tell_everybody(end):
    samira, hodan, leyla = team()
    request = factories.make_activity(State.IN_REVIEW)
    appointment = plan(request, samira, hodan, leyla)
    mails()

    coach = factories.make_user()
    if end == "release":
        services.release_appointment(request.pk, by=coach, now=NOW)
    elif end == "cancel":
        cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    else:
        services.cancel_by_coach(request.pk, by=coach, now=NOW)

    assert BookedSlot.objects.count() == 0
    told = [(kind, to) for kind, to in mails() if "supporter" in kind or "companion" in kind]
    assert told == [
        ("coaching.companion_cancelled", "hodan"),
        ("coaching.companion_cancelled", "leyla"),
        ("coaching.supporter_cancelled", "samira"),
    ]
    last = appointment.versions.latest("sequence")
    assert (last.state, last.companions) == ("cancelled", [hodan.pk, leyla.pk])


def test_an_activity_that_took_place_costs_nothing_and_uses_no_free_talk():
    samira, hodan, _ = team()
    request = factories.make_activity(State.IN_REVIEW, start=at(-1))
    earlier = NOW - timedelta(days=5)
    wish = services.Plan(samira.pk, at(-1), 120, companion_ids=[hodan.pk])
    services.plan_request(request.pk, wish, by=factories.make_user(), now=earlier)

    held = services.Held(at(-1), at(-1) + timedelta(minutes=150))
    services.record_held(request.pk, held, by=factories.make_user(), now=NOW)

    assert Charge.objects.count() == 0
    assert Consultation.objects.get().minutes == 150
    fact = StatFact.objects.get()
    assert (fact.tasks, fact.minutes, fact.outcome) == (["activity"], 150, State.COMPLETED)
    last = AppointmentVersion.objects.latest("sequence")
    assert (last.state, last.companions) == ("done", [hodan.pk])
    assert set(BookedSlot.objects.values_list("supporter", flat=True)) == {samira.pk, hodan.pk}


def test_the_fourth_of_an_organisation_needs_no_agreement_for_an_activity():
    organisation = factories.make_organisation()
    for number in range(3):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))
    samira, hodan, _ = team()

    plan(factories.make_activity(State.IN_REVIEW, organisation=organisation), samira, hodan)

    assert Appointment.objects.count() == 4
