"""Reminders and the digest: once, on time, and never for what is off."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import caches

from coaching import services
from coaching.models import Appointment, AppointmentCompanion, AppointmentVersion, Proposal
from coaching.selectors.reminders import due_for_reminder, reminder_day
from coaching.services.reminders import remind, send_digest
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.models import ClosingDay, ServiceSettings
from requests_app.rules import brussels_moment
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db
# The talk is on Monday 30 November 2026; two working days before is Thursday the 26th.
THURSDAY = brussels_moment(date(2026, 11, 26), time(8, 5))
REMINDERS = ["coaching.reminder", "coaching.supporter_reminder"]


def kinds():
    return sorted(OutgoingMail.objects.order_by("kind").values_list("kind", flat=True))


def sent(now):
    """Send what waits at a moment; the kinds that went out, and the letters."""
    with time_machine.travel(now, tick=False):
        states = {
            row.kind: deliver(row.pk, now=now) for row in OutgoingMail.objects.order_by("kind")
        }
    return [kind for kind, state in states.items() if state == "sent"], list(mail.outbox)


def test_two_working_days_before_both_are_reminded_once():
    request = factories.make_request(State.PLANNED)

    assert remind(now=THURSDAY - timedelta(days=1)) == 0
    assert kinds() == []
    assert remind(now=THURSDAY) == 1
    remind(now=THURSDAY)
    remind(now=THURSDAY + timedelta(days=1))

    assert kinds() == REMINDERS
    went, letters = sent(THURSDAY)
    assert went == REMINDERS
    to_requester, to_supporter = letters
    assert to_requester.to == ["noor@school.voorbeeld.be"]
    assert to_requester.subject == f"Aanvraag {request.reference}: binnenkort is je gesprek"
    for text in (to_requester.body, to_requester.alternatives[0].content):
        assert "maandag 30 november 2026, 14.00 uur" in text
        assert "Samira" in text
        assert "Annuleer dan ten laatste op donderdag 26 november 2026" in text
        assert "Dit wordt gesprek 1 van 3 gratis." in text
        assert factories.CLIENT_NAME not in text
    for text in (to_supporter.body, to_supporter.alternatives[0].content):
        assert "maandag 30 november 2026, 14.00 uur" in text
        assert request.reference in text
        assert "/aanvraag/" not in text
    assert to_requester.attachments == to_supporter.attachments == []


@pytest.mark.parametrize(("count", "day"), [(1, 27), (2, 26), (3, 25), (5, 23)])
def test_the_number_of_working_days_is_a_setting(count, day):
    factories.make_request(State.PLANNED)
    ServiceSettings.objects.update(reminder_working_days=count)
    caches["local"].clear()

    assert reminder_day(at(10)) == date(2026, 11, day)
    morning = brussels_moment(date(2026, 11, day), time(8, 5))
    assert due_for_reminder(now=morning - timedelta(days=1)) == []
    assert len(due_for_reminder(now=morning)) == 1


def test_closing_days_come_in_between():
    ClosingDay.objects.create(day=date(2026, 11, 27), name="brugdag")
    factories.make_request(State.PLANNED)
    caches["local"].clear()

    assert due_for_reminder(now=THURSDAY - timedelta(days=2)) == []
    assert len(due_for_reminder(now=THURSDAY - timedelta(days=1))) == 1


def test_everybody_who_comes_along_is_reminded():
    request = factories.make_request(State.PLANNED, involves_client=False)
    leyla = factories.make_supporter("Leyla")
    version = AppointmentVersion.objects.get()
    AppointmentCompanion.objects.create(appointment=version.appointment, supporter=leyla)
    version = AppointmentVersion(
        **{
            field.attname: getattr(version, field.attname)
            for field in AppointmentVersion._meta.concrete_fields
            if field.attname != "id"
        }
        | {"sequence": 1, "companions": [leyla.pk]}
    )
    version.save()
    Appointment.objects.update(sequence=1)

    remind(now=THURSDAY)

    assert kinds() == ["coaching.companion_reminder", *REMINDERS]
    _, letters = sent(THURSDAY)
    assert leyla.email in [letter.to[0] for letter in letters]
    assert request.reference in letters[0].subject


def test_a_talk_that_was_planned_late_needs_no_reminder():
    request = factories.make_request(State.IN_REVIEW)
    services.plan_request(
        request.pk,
        services.Plan(factories.make_supporter().pk, at(10), 60),
        by=factories.make_user(),
        now=THURSDAY,
    )
    OutgoingMail.objects.all().delete()

    assert remind(now=THURSDAY + timedelta(days=1)) == 0
    assert kinds() == []


def test_a_talk_that_moved_away_is_reminded_of_anew():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    remind(now=THURSDAY)
    services.move_appointment(
        request.pk,
        services.Plan(samira.pk, at(20), 60),
        by=factories.make_user(),
        now=THURSDAY,
    )
    OutgoingMail.objects.exclude(kind__in=REMINDERS).delete()

    assert sent(THURSDAY)[0] == []  # the queued ones tell of a moment that is no more
    week = timedelta(days=11)  # Thursday the 10th of December is at(20); the 8th is two before
    assert remind(now=THURSDAY + week) == 0
    assert remind(now=THURSDAY + timedelta(days=12)) == 1
    assert kinds() == sorted(REMINDERS * 2)


def cancel(request):
    cancel_request(request.pk, actor=Actor.requester(), now=THURSDAY)


def release(request):
    services.release_appointment(request.pk, by=factories.make_user(), now=THURSDAY)


def propose(request):
    services.propose_moments(
        request.pk, services.Offer([at(20)]), by=factories.make_user(), now=THURSDAY
    )


@pytest.mark.parametrize("ends", [cancel, release, propose])
@pytest.mark.parametrize("is_queued", [True, False])
def test_never_for_what_is_off(ends, is_queued):
    request = factories.make_request(State.PLANNED)
    if is_queued:
        remind(now=THURSDAY)
    ends(request)

    assert remind(now=THURSDAY) == 0
    went, _ = sent(THURSDAY)
    assert not set(went) & set(REMINDERS)


def test_never_after_the_start():
    factories.make_request(State.PLANNED)
    remind(now=THURSDAY)

    assert sent(at(10))[0] == []
    assert remind(now=at(10)) == 0


@pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_HELD])
def test_never_for_a_talk_that_is_registered(state):
    factories.make_request(state)

    assert remind(now=at(-6)) == 0


def test_many_talks_cost_the_same(django_assert_num_queries):
    for number in range(4):
        factories.make_request(
            State.PLANNED,
            start=at(10, 8 + number),
            supporter=factories.make_supporter(f"Cso{number}"),
        )
    due_for_reminder(now=THURSDAY)

    with django_assert_num_queries(1):
        assert len(due_for_reminder(now=THURSDAY)) == 4


MONDAY = brussels_moment(date(2026, 11, 23), time(7, 30))


def test_the_digest_goes_once_on_a_working_morning():
    request = factories.make_request(State.SUBMITTED, respond_by=date(2026, 11, 24))

    assert send_digest(now=MONDAY)
    assert send_digest(now=MONDAY + timedelta(minutes=5))

    row = OutgoingMail.objects.get()
    assert (row.kind, row.ref) == ("coaching.digest", "2026-11-23")
    went, (letter,) = sent(MONDAY)
    assert went == ["coaching.digest"]
    assert letter.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert letter.subject == ("CSO-portaal: wat er vandaag te doen is, maandag 23 november 2026")
    for text in (letter.body, letter.alternatives[0].content):
        assert request.reference in text
        assert "dinsdag 24 november 2026" in text
        for secret in ("Noor", "De Fictie", "Dari", "dari", factories.CLIENT_NAME, "Schoolstraat"):
            assert secret not in text


def test_the_digest_of_yesterday_is_not_sent_today():
    factories.make_request(State.SUBMITTED, respond_by=date(2026, 11, 24))
    send_digest(now=MONDAY)

    assert sent(MONDAY + timedelta(days=1)) == ([], [])


def test_a_digest_that_has_nothing_to_say_any_more_is_not_sent():
    request = factories.make_request(State.SUBMITTED, respond_by=date(2026, 11, 24))
    send_digest(now=MONDAY)
    cancel_request(request.pk, actor=Actor.requester(), now=MONDAY)
    OutgoingMail.objects.exclude(kind="coaching.digest").delete()

    assert sent(MONDAY) == ([], [])


def test_nothing_to_say_is_no_mail():
    factories.make_request(State.PLANNED)

    assert not send_digest(now=MONDAY)
    assert kinds() == []


@pytest.mark.parametrize(
    "day", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 25), date(2026, 11, 24)]
)
def test_no_digest_on_a_day_off(day):
    ClosingDay.objects.create(day=date(2026, 11, 24), name="teamdag")
    factories.make_request(State.SUBMITTED)
    caches["local"].clear()

    assert not send_digest(now=brussels_moment(day, time(7, 30)))
    assert kinds() == []
    assert not Proposal.objects.exists()
