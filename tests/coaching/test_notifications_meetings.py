"""Mails about a meeting: the calendar file that goes along, the right word, the price."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from icalendar import Calendar

from coaching import services
from coaching.models import Proposal
from coaching.rules import change_in_words
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.models import ContactPerson
from requests_app.services import Actor, cancel_request, submit_request, withdraw_consent
from tests import factories
from tests.factories import NOW, at
from tests.requests_app.submissions import with_client

pytestmark = pytest.mark.django_db


def sent():
    """Send what waits; the letters by their kind."""
    letters = {}
    for row in OutgoingMail.objects.filter(state="queued").order_by("created_at", "kind", "pk"):
        before = len(mail.outbox)
        deliver(row.pk, now=NOW)
        if len(mail.outbox) > before:
            letters[row.kind.removeprefix("coaching.")] = mail.outbox[-1]
    return letters


def both(letter):
    return [letter.body, letter.alternatives[0].content]


def file_in(letter):
    """The calendar file as it arrives: the letter is written out and read again."""
    arrived = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    (part,) = arrived.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_filename().endswith(".ics")
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])


def plan(request, supporter, start=None):
    services.plan_request(
        request.pk,
        services.Plan(supporter.pk, start or at(10), 60),
        by=factories.make_user(),
        now=NOW,
    )


def move(request, supporter, start, minutes=60):
    services.move_appointment(
        request.pk,
        services.Plan(supporter.pk, start, minutes),
        by=factories.make_user(),
        now=NOW,
    )


def test_the_files_follow_the_meeting_for_each_reader():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.IN_REVIEW)
    plan(request, samira)
    planned = {name: file_in(letter) for name, letter in sent().items()}
    move(request, leyla, at(11))
    moved = {name: file_in(letter) for name, letter in sent().items()}
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)
    letters = sent()
    off = {name: file_in(letter) for name, letter in letters.items() if "notice" not in name}

    requester, first = planned["planned"][1], planned["supporter_planned"][1]
    second = moved["supporter_planned"][1]
    assert len({requester, first, second}) == 3
    assert planned == {
        "planned": ("PUBLISH", requester, 0),
        "supporter_planned": ("PUBLISH", first, 0),
    }
    assert moved == {
        "moved": ("PUBLISH", requester, 1),
        "supporter_planned": ("PUBLISH", second, 1),
        "supporter_cancelled": ("CANCEL", first, 1),
    }
    assert off == {
        "requests.cancelled": ("CANCEL", requester, 2),
        "supporter_cancelled": ("CANCEL", second, 2),
    }
    assert letters["requests.cancelled_notice"].attachments == []


def test_a_released_talk_leaves_the_calendars():
    request = factories.make_request(State.PLANNED)
    services.release_appointment(request.pk, by=factories.make_user(), now=NOW)

    assert {name: file_in(letter)[0] for name, letter in sent().items()} == {
        "released": "CANCEL",
        "supporter_cancelled": "CANCEL",
    }


def test_a_request_that_was_never_planned_has_no_file():
    declined, cancelled = (factories.make_request(State.IN_REVIEW) for _ in range(2))
    reason = factories.make_reason()
    services.decline_request(declined.pk, reason.code, by=factories.make_user(), now=NOW)
    cancel_request(cancelled.pk, actor=Actor.requester(), now=NOW)

    assert [letter.attachments for letter in sent().values()] == [[]] * 3


def test_a_withdrawn_agreement_takes_the_talk_out_of_the_calendar_too():
    request = factories.make_request(State.PLANNED)
    withdraw_consent(request.pk, actor=Actor.requester(), now=NOW)

    assert file_in(sent()["requests.cancelled"])[0] == "CANCEL"


@pytest.mark.parametrize(
    ("moved", "others", "longer", "words"),
    [
        (True, False, 0, "je gesprek is verplaatst"),
        (True, True, 30, "je gesprek is verplaatst en er komt iemand anders mee"),
        (False, True, 0, "er komt iemand anders mee naar je gesprek"),
        (False, False, 30, "je gesprek duurt langer"),
        (False, False, -30, "je gesprek duurt korter"),
    ],
)
def test_the_right_word_for_a_change(moved, others, longer, words):
    assert change_in_words(moved=moved, others=others, longer=timedelta(minutes=longer)) == words


@pytest.mark.parametrize(
    ("days", "name", "minutes", "words"),
    [
        (11, "Samira", 60, "je gesprek is verplaatst"),
        (10, "Leyla", 60, "er komt iemand anders mee naar je gesprek"),
        (10, "Samira", 90, "je gesprek duurt langer"),
    ],
)
def test_the_moved_mail_says_what_changed(days, name, minutes, words):
    people = {each: factories.make_supporter(each) for each in ("Samira", "Leyla")}
    request = factories.make_request(State.PLANNED, supporter=people["Samira"])
    move(request, people[name], at(days), minutes)

    letter = sent()["moved"]

    assert letter.subject == f"Aanvraag {request.reference}: {words}"
    for text in both(letter):
        assert f"{words[0].upper()}{words[1:]}." in text


def test_of_two_moves_in_a_row_only_the_last_is_mailed():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    move(request, samira, at(11))
    move(request, samira, at(12))

    letters = [deliver(row.pk, now=NOW) for row in OutgoingMail.objects.order_by("kind", "pk")]

    assert sorted(letters) == ["cancelled", "cancelled", "sent", "sent"]
    assert all("woensdag 2 december" in letter.body for letter in mail.outbox)


def test_the_planned_mail_tells_the_price_and_asks_about_the_supporter():
    request = factories.make_request(State.IN_REVIEW)
    plan(request, factories.make_supporter())

    for text in both(sent()["planned"]):
        assert "Dit wordt gesprek 1 van 3 gratis." in text
        assert "/cso/" in text
        assert "je hoeft niet te zeggen waarom" in text
        assert "Annuleer dan" in text


def test_who_was_found_fine_is_not_asked_about_again():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.accept_supporter(request.pk, now=NOW)
    move(request, samira, at(11))

    assert all("/cso/" not in text for text in both(sent()["moved"]))


def test_somebody_else_is_told_kindly_and_to_nobody_why():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.ask_other_supporter(request.pk, samira.pk, now=NOW)

    letters = sent()

    assert set(letters) == {"other_supporter", "other_supporter_notice", "supporter_cancelled"}
    for text in both(letters["other_supporter"]):
        assert "je hoeft niet te zeggen waarom" in text
        assert "We zoeken nu een andere" in text
        assert "Samira" not in text
    for text in both(letters["other_supporter_notice"]):
        assert request.reference in text
        assert f"/beheer/coaching/deskrequest/{request.pk}/change/" in text
        assert "Samira" not in text
    for text in both(letters["supporter_cancelled"]):
        assert "Je hoeft niet te komen" in text
        assert "liever" not in text
    assert file_in(letters["other_supporter"])[0] == "CANCEL"
    assert letters["other_supporter_notice"].attachments == []


def test_a_proposal_that_is_answered_twice_tells_the_coaches_once():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    services.refuse_proposal(
        request.pk, Proposal.objects.get().pk, starts=[at(20)], message="Geheim woord.", now=NOW
    )

    letters = sent()

    assert set(letters) == {"answered_notice"}
    assert all("Geheim woord" not in text for text in both(letters["answered_notice"]))


def test_the_copy_tells_the_number_to_a_confirmed_contact_person_only():
    request = submit_request(with_client(), now=NOW)
    stranger = sent()["requests.copy"]
    assert all("gesprek 1 van 3" not in text for text in both(stranger))

    user = factories.make_user(
        "noor", group="", is_staff=False, email=request.requester_email, last_login=NOW
    )
    ContactPerson.objects.create(
        user=user,
        organisation_name=request.organisation.name,
        organisation=request.organisation,
        name="Noor Voorbeeld",
        asked_at=at(-20),
        confirmed_at=at(-10),
        confirmed_by=factories.make_user(),
    )
    OutgoingMail.objects.all().delete()
    submit_request(with_client(), now=NOW)

    assert all(
        "Dit wordt gesprek 1 van 3 gratis." in text for text in both(sent()["requests.copy"])
    )
