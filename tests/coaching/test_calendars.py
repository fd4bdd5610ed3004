"""Calendar files: read back as a calendar program does, and nothing of a person in them (N9)."""

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from coaching import calendars, services
from coaching.models import Appointment, AppointmentVersion
from coaching.selectors.meetings import latest_version
from requests_app.choices import State
from requests_app.rules import brussels_moment
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def read(file):
    calendar = Calendar.from_ical(file.content)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def facts(file):
    method, event = read(file)
    return method, str(event["STATUS"]), str(event["UID"]), int(event["SEQUENCE"])


def plan(request, supporter, start=None, minutes=60):
    services.plan_request(
        request.pk,
        services.Plan(supporter.pk, start or at(10), minutes),
        by=factories.make_user(),
        now=NOW,
    )
    return latest_version(request)


def test_what_the_requester_puts_in_the_calendar():
    request = factories.make_request(State.IN_REVIEW)
    version = plan(request, factories.make_supporter(), minutes=90)

    file = calendars.for_requester(version)

    method, event = read(file)
    assert (file.name, file.mimetype) == (f"{request.reference}.ics", "text/calendar")
    assert (method, str(event["STATUS"]), int(event["SEQUENCE"])) == ("PUBLISH", "CONFIRMED", 0)
    assert str(event["SUMMARY"]) == f"CSO-gesprek {request.reference}"
    assert str(event["LOCATION"]) == "Basisschool De Fictie"
    assert event["DTSTART"].dt == datetime(2026, 11, 30, 13, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == NOW
    assert str(event["ORGANIZER"]) == "mailto:ondersteuningvluchtelingen@ocmw-leuven.be"
    assert str(event["CLASS"]) == "PRIVATE"


def test_a_file_holds_what_it_may_hold_and_no_more():
    request = factories.make_request(State.IN_REVIEW)
    version = plan(request, factories.make_supporter())

    calendar = Calendar.from_ical(calendars.for_requester(version).content)

    assert set(calendar) == {"PRODID", "VERSION", "METHOD"}
    (event,) = calendar.walk("VEVENT")
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS", "CLASS",
        "ORGANIZER",
    }  # fmt: skip


def test_a_file_is_the_same_every_time_and_as_the_standard_wants_it():
    organisation = factories.make_organisation("Huis; van het Kind, " + "é" * 60)
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    version = plan(request, factories.make_supporter())

    content = calendars.for_requester(version).content

    assert content == calendars.for_requester(latest_version(request)).content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    assert str(read(calendars.for_requester(version))[1]["LOCATION"]) == organisation.name


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("organisation", "Basisschool De Fictie"),
        ("home", "huisbezoek"),
        ("online", "online"),
        ("ocmw", "OCMW Leuven"),
    ],
)
def test_a_place_is_never_an_address(kind, place):
    request = factories.make_request(State.PLANNED, location_kind=kind)
    file = calendars.for_requester(latest_version(request))

    assert str(read(file)[1]["LOCATION"]) == place
    for secret in (
        "Schoolstraat", "Samira", "Noor", "Verzonnen", "dari", "/aanvraag/", factories.CLIENT_NAME
    ):  # fmt: skip
        assert secret not in file.content.decode()


def test_an_activity_is_called_so():
    request = factories.make_request(State.PLANNED, tasks=["activity"], involves_client=False)

    _, event = read(calendars.for_requester(latest_version(request)))

    assert str(event["SUMMARY"]) == f"CSO-activiteit {request.reference}"


def test_moved_and_cancelled_reach_the_same_entry():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    first = facts(calendars.for_requester(plan(request, samira)))
    services.move_appointment(
        request.pk, services.Plan(samira.pk, at(11), 60), by=factories.make_user(), now=NOW
    )
    moved = latest_version(request)
    second = facts(calendars.for_requester(moved))
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    third = facts(calendars.for_requester(latest_version(request)))

    uid = first[2]
    assert first == ("PUBLISH", "CONFIRMED", uid, 0)
    assert second == ("PUBLISH", "CONFIRMED", uid, 1)
    assert third == ("CANCEL", "CANCELLED", uid, 2)
    assert read(calendars.for_requester(moved))[1]["DTSTART"].dt == at(11)


def test_planned_again_after_it_was_off_comes_back_in_the_same_place():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    first = facts(calendars.for_requester(plan(request, samira)))
    services.release_appointment(request.pk, by=factories.make_user(), now=NOW)
    again = facts(calendars.for_requester(plan(request, samira)))

    assert again == ("PUBLISH", "CONFIRMED", first[2], 2)


def test_each_recipient_has_an_entry_of_their_own():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.IN_REVIEW)
    version = plan(request, samira)

    uids = {
        facts(file)[2]
        for file in (
            calendars.for_requester(version),
            calendars.for_supporter(version, samira.pk),
            calendars.for_supporter(version, leyla.pk),
        )
    }

    assert len(uids) == 3


def test_a_supporter_who_was_replaced_loses_the_entry_and_may_come_back():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request, coach = factories.make_request(State.IN_REVIEW), factories.make_user()
    first = plan(request, samira)
    uid = facts(calendars.for_supporter(first, samira.pk))[2]
    services.move_appointment(request.pk, services.Plan(leyla.pk, at(10), 60), by=coach, now=NOW)

    assert facts(calendars.for_former_supporter(first, samira.pk)) == (
        "CANCEL", "CANCELLED", uid, 1
    )  # fmt: skip
    services.move_appointment(request.pk, services.Plan(samira.pk, at(10), 60), by=coach, now=NOW)
    assert facts(calendars.for_supporter(latest_version(request), samira.pk)) == (
        "PUBLISH", "CONFIRMED", uid, 2
    )  # fmt: skip


def test_a_supporter_whose_appointment_was_cancelled_gets_its_own_number():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    plan(request, samira)
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    version = latest_version(request)

    assert facts(calendars.for_former_supporter(version, samira.pk)) == facts(
        calendars.for_supporter(version, samira.pk)
    )
    assert facts(calendars.for_supporter(version, samira.pk))[0::3] == ("CANCEL", 1)


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [
        # 01.30 to 03.30 on the wall clock, of which an hour does not exist.
        (date(2027, 3, 28), datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 90),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 90),
    ],
)
def test_the_night_of_the_clock(day, begin, end):
    start = brussels_moment(day, time(1, 30))
    request = factories.make_request(State.PLANNED, start=start, duration_minutes=end)

    _, event = read(calendars.for_requester(latest_version(request)))

    assert event["DTSTART"].dt == begin
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == end * 60


def test_a_registered_talk_stays_in_the_calendar():
    request = factories.make_request(State.COMPLETED)
    AppointmentVersion.objects.get(appointment=Appointment.objects.get(request=request))

    assert facts(calendars.for_requester(latest_version(request)))[:2] == ("PUBLISH", "CONFIRMED")
