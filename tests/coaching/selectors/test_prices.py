"""What the talk will cost, in words; and to whom the numbers of an organisation are told (N2)."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import Tariff
from billing.rules import Terms
from billing.services import HeldTalk, post_charge
from coaching import rules
from coaching.selectors.prices import COSTS_NOTHING, price_words
from requests_app.choices import State
from requests_app.models import ContactPerson
from tests import factories
from tests.factories import NOW, at

TERMS = Terms(free_count=3, first_hour=Decimal(15), extra_hour=Decimal(5))
TELLS = {State.ALTERNATIVE_PROPOSED, State.ACCEPTED, State.PLANNED}


@pytest.mark.parametrize(
    ("ordinal", "minutes", "words"),
    [
        (1, 60, "Dit wordt gesprek 1 van 3 gratis."),
        (
            3,
            60,
            "Dit wordt gesprek 3 van 3 gratis. Vanaf het volgende: € 15 voor het eerste uur, € 5"
            " per begonnen extra uur.",
        ),
        (
            4,
            60,
            "Dit wordt gesprek 4: € 15 voor het eerste uur, € 5 per begonnen extra uur; voor 1 uur"
            " is dat € 15.",
        ),
        (
            5,
            90,
            "Dit wordt gesprek 5: € 15 voor het eerste uur, € 5 per begonnen extra uur; voor 1 uur"
            " en 30 minuten is dat € 20.",
        ),
        (
            5,
            130,
            "Dit wordt gesprek 5: € 15 voor het eerste uur, € 5 per begonnen extra uur; voor 2 uur"
            " en 10 minuten is dat € 25.",
        ),
    ],
)
def test_price_in_words(ordinal, minutes, words):
    found = rules.price_in_words(ordinal, minutes, TERMS, others_open=False)

    assert found.replace("\N{NO-BREAK SPACE}", " ") == words


def test_while_others_are_open_it_is_what_we_expect():
    assert rules.price_in_words(2, 60, TERMS, others_open=True) == (
        "Verwacht: dit wordt gesprek 2 van 3 gratis. Er staan nog andere gesprekken van je"
        " organisatie open: het nummer kan nog veranderen."
    )


def test_charge_in_words():
    free = rules.charge_in_words(3, Decimal("0.00"), 3)
    paid = rules.charge_in_words(4, Decimal("20.00"), 3)

    assert free == "Dit was gesprek 3 van 3 gratis. Het kost niets."
    assert paid.replace("\N{NO-BREAK SPACE}", " ") == (
        "Dit was gesprek 4 van je organisatie. Het kost € 20. De factuur komt later."
    )


def hold(request, *, minutes=60):
    talk = HeldTalk(
        organisation=request.organisation,
        request_reference=request.reference,
        start=at(-3),
        minutes=minutes,
        counts=True,
    )
    return post_charge(talk, by=factories.make_user(), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in State if state != State.COMPLETED])
def test_numbers_are_told_once_a_coach_said_yes_and_never_to_who_only_typed_a_name(state):
    request = factories.make_request(state)

    words = price_words(request)

    assert bool(words) is (state in TELLS)
    assert price_words(request, mailed=True) == words


@pytest.mark.django_db
def test_after_own_moments_the_number_stays_told():
    request = factories.make_request(State.IN_REVIEW, answered_at=NOW)

    assert price_words(request) == "Dit wordt gesprek 1 van 3 gratis."


@pytest.mark.django_db
def test_a_confirmed_contact_person_reads_it_in_the_mail_and_not_on_the_page():
    request = factories.make_request(State.SUBMITTED)
    user = factories.make_user(
        "noor", group="", is_staff=False, email="noor@school.voorbeeld.be", last_login=NOW
    )
    contact = ContactPerson.objects.create(
        user=user,
        organisation_name=request.organisation.name,
        organisation=request.organisation,
        name="Noor Voorbeeld",
        asked_at=at(-20),
    )
    assert price_words(request, mailed=True) == ""

    contact.confirmed_at, contact.confirmed_by = at(-10), factories.make_user()
    contact.save()

    assert price_words(request, mailed=True) == "Dit wordt gesprek 1 van 3 gratis."
    assert price_words(request) == ""
    other = factories.make_request(
        State.SUBMITTED, organisation=factories.make_organisation("Andere")
    )
    assert price_words(other, mailed=True) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.SUBMITTED, State.PLANNED])
def test_without_a_client_it_costs_nothing(state):
    request = factories.make_request(state, involves_client=False, tasks=["case_advice"])

    assert price_words(request) == COSTS_NOTHING


@pytest.mark.django_db
def test_the_number_counts_what_was_held_and_what_is_planned_before():
    organisation = factories.make_organisation()
    for _ in range(2):
        hold(factories.make_request(State.COMPLETED, organisation=organisation))
    earlier = factories.make_request(State.PLANNED, organisation=organisation, start=at(8))
    request = factories.make_request(
        State.PLANNED, organisation=organisation, start=at(10), duration_minutes=90
    )
    later = factories.make_request(State.PLANNED, organisation=organisation, start=at(12))

    assert "gesprek 3 van 3 gratis" in price_words(earlier)
    words = price_words(request).replace("\N{NO-BREAK SPACE}", " ")
    assert "Verwacht: dit wordt gesprek 4: € 15" in words
    assert "1 uur en 30 minuten is dat € 20." in words
    assert "gesprek 5" in price_words(later)


@pytest.mark.django_db
def test_after_the_talk_the_charge_itself():
    organisation = factories.make_organisation()
    factories.make_agreement(organisation)
    requests = [
        factories.make_request(State.COMPLETED, organisation=organisation) for _ in range(4)
    ]
    charges = [hold(request, minutes=75) for request in requests]

    assert charges[3].amount == Decimal("20.00")
    assert price_words(requests[2]) == "Dit was gesprek 3 van 3 gratis. Het kost niets."
    assert "Dit was gesprek 4 van je organisatie. Het kost €" in price_words(requests[3])


@pytest.mark.django_db
def test_a_held_talk_that_does_not_count():
    talk = factories.make_request(State.COMPLETED)
    activity = factories.make_activity(State.COMPLETED)

    assert price_words(talk) == "Dit gesprek telt niet mee en kost niets."
    assert price_words(activity) == "Deze activiteit telt niet mee en kost niets."


@pytest.mark.django_db
def test_without_a_tariff_nothing_is_said():
    request = factories.make_request(State.PLANNED)
    Tariff.objects.update(valid_from=date(2090, 1, 1))

    assert price_words(request) == ""
