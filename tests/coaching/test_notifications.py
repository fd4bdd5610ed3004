"""What each step makes people read. Every mail is sent through the outbox, as the worker does."""

import pytest
from django.core import mail

from coaching import services
from coaching.models import Appointment, Proposal
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.services import Actor, cancel_request
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db

# What may stand in no mail at all.
CLIENT_FACTS = [
    factories.CLIENT_NAME,
    "Hoe verloopt de overstap?",
    "Spreekt niet over vroeger.",
    "Schoolstraat 1",
    "1989",
    "D-17",
]
TO_REQUESTER = "noor@school.voorbeeld.be"


def sent():
    """Send everything that waits; the letters by their kind."""
    letters = {}
    for row in OutgoingMail.objects.filter(state="queued").order_by("created_at", "kind", "pk"):
        before = len(mail.outbox)
        deliver(row.pk, now=NOW)
        if len(mail.outbox) > before:
            letters[row.kind.removeprefix("coaching.")] = mail.outbox[-1]
    for letter in letters.values():
        texts = [letter.subject, letter.body, letter.alternatives[0].content]
        assert not [fact for fact in CLIENT_FACTS for text in texts if fact in text]
    return letters


def plan(request, supporter, start=None):
    return services.plan_request(
        request.pk,
        services.Plan(supporter.pk, start or at(10), 90),
        by=factories.make_user(),
        now=NOW,
    )


def both(letter):
    return [letter.body, letter.alternatives[0].content]


def test_planned_tells_who_when_and_what_kind_of_place():
    request = factories.make_request(State.IN_REVIEW)
    samira = factories.make_supporter()
    plan(request, samira)

    letters = sent()

    assert set(letters) == {"planned", "supporter_planned"}
    requester, supporter = letters["planned"], letters["supporter_planned"]
    assert requester.to == [TO_REQUESTER]
    assert requester.subject == f"Aanvraag {request.reference}: je gesprek is ingepland"
    for text in both(requester):
        assert "Samira" in text
        assert "Verzonnen" not in text
        assert "maandag 30 november 2026, 14.00 uur (90 minuten)" in text
        assert "bij de organisatie" in text
        assert "/aanvraag/" in text
    assert supporter.to == [samira.email]
    for text in both(supporter):
        assert request.reference in text
        assert "maandag 30 november 2026, 14.00 uur (90 minuten)" in text
        assert "Basisschool De Fictie" in text
        assert "Dari" not in text
        assert "Noor" not in text
        assert "/aanvraag/" not in text


def test_a_home_visit_is_named_without_the_address():
    request = factories.make_request(State.IN_REVIEW, location_kind="home")
    plan(request, factories.make_supporter())

    assert all("huisbezoek" in text for letter in sent().values() for text in both(letter))


def test_moved_to_another_supporter_tells_all_three_with_their_own_moment():
    samira, leyla = factories.make_supporter(), factories.make_supporter("Leyla")
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.move_appointment(
        request.pk,
        services.Plan(leyla.pk, at(11), 60),
        by=factories.make_user(),
        now=NOW,
    )

    letters = sent()

    assert {name: letter.to for name, letter in letters.items()} == {
        "moved": [TO_REQUESTER],
        "supporter_planned": [leyla.email],
        "supporter_cancelled": [samira.email],
    }
    assert "dinsdag 1 december 2026" in letters["moved"].body
    assert "dinsdag 1 december 2026" in letters["supporter_planned"].body
    assert "maandag 30 november 2026" in letters["supporter_cancelled"].body
    assert "Je hoeft niet te komen" in letters["supporter_cancelled"].body


def test_moved_with_the_same_supporter():
    samira = factories.make_supporter()
    request = factories.make_request(State.PLANNED, supporter=samira)
    services.move_appointment(
        request.pk, services.Plan(samira.pk, at(11), 60), by=factories.make_user(), now=NOW
    )

    letters = sent()

    assert set(letters) == {"moved", "supporter_moved"}
    assert "Dit geldt nu" in letters["supporter_moved"].body


def test_a_mail_that_became_untrue_is_not_sent():
    samira = factories.make_supporter()
    request = factories.make_request(State.IN_REVIEW)
    plan(request, samira)
    services.move_appointment(
        request.pk, services.Plan(samira.pk, at(12), 60), by=factories.make_user(), now=NOW
    )
    cancel_request(request.pk, actor=Actor.requester(), now=NOW)

    letters = sent()

    assert set(letters) == {
        "supporter_cancelled",
        "requests.cancelled",
        "requests.cancelled_notice",
    }
    states = OutgoingMail.objects.filter(kind__startswith="coaching.").exclude(state="sent")
    assert set(states.values_list("state", flat=True)) == {"cancelled"}


def test_proposal_lists_the_moments_and_leads_to_the_answer():
    request = factories.make_request(State.IN_REVIEW)
    services.propose_moments(
        request.pk, services.Offer([at(12), at(13, 9, 30)]), by=factories.make_user(), now=NOW
    )

    letter = sent()["proposed"]

    for text in both(letter):
        assert "woensdag 2 december 2026, 14.00 uur" in text
        assert "donderdag 3 december 2026, 09.30 uur" in text
        assert "/moment/" in text


def test_an_answered_proposal_is_not_mailed_any_more():
    request = factories.make_request(State.IN_REVIEW)
    services.propose_moments(
        request.pk, services.Offer([at(12)]), by=factories.make_user(), now=NOW
    )
    services.refuse_proposal(request.pk, Proposal.objects.get().pk, now=NOW)

    letters = sent()

    assert set(letters) == {"answered_notice"}
    notice = letters["answered_notice"]
    assert "In bespreking" in notice.body
    assert f"/beheer/coaching/deskrequest/{request.pk}/change/" in notice.body
    assert notice.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]


def test_accepted_and_released():
    request = factories.make_request(State.IN_REVIEW)
    services.accept_request(request.pk, by=factories.make_user(), now=NOW)
    assert "We zoeken nu" in sent()["accepted"].body

    planned = factories.make_request(State.PLANNED)
    services.release_appointment(planned.pk, by=factories.make_user(), now=NOW)
    letters = sent()
    assert "We zoeken een andere CSO" in letters["released"].body
    assert letters["supporter_cancelled"].to == [Appointment.objects.get().supporter.email]


@pytest.mark.parametrize("message", ["", "Bel me gerust even."])
def test_declined_gives_reason_and_next_step_and_never_the_personal_word(message):
    reason = factories.make_reason()
    request = factories.make_request(State.IN_REVIEW)
    services.decline_request(
        request.pk, reason.code, message=message, by=factories.make_user(), now=NOW
    )

    letter = sent()["declined"]

    for text in both(letter):
        assert reason.text in text
        assert reason.next_step in text
        assert ("De coach schreef je ook een bericht" in text) == bool(message)
        assert "Bel me gerust" not in text


def registered(organisation, **fields):
    request = factories.make_request(
        State.PLANNED, organisation=organisation, start=at(-1), **fields
    )
    services.record_held(
        request.pk, services.Held(at(-1), at(-1, 15, 30)), by=factories.make_user(), now=NOW
    )
    return sent()["registered"]


def test_registered_tells_length_and_price():
    organisation = factories.make_organisation()
    factories.make_agreement(organisation)

    letters = [registered(organisation) for _ in range(4)]

    for text in both(letters[2]):
        assert "90 minuten" in text
        assert "gesprek 3 van 3 gratis gesprekken" in text
        assert "/feedback/" in text
    for text in both(letters[3]):
        assert "gesprek 4 van je organisatie" in text
        assert "€ 20,00" in text


def test_registered_advice_costs_nothing():
    letter = registered(factories.make_organisation(), involves_client=False, tasks=["case_advice"])

    assert "telt niet mee en kost niets" in letter.body


def test_not_held_costs_nothing():
    request = factories.make_request(State.PLANNED, start=at(-1))
    services.record_not_held(request.pk, "client_absent", by=factories.make_user(), now=NOW)

    assert "Dit gesprek telt niet mee en kost niets." in sent()["not_held"].body
