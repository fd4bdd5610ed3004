from datetime import timedelta

import pytest

from billing.errors import AgreementMissing
from billing.models import Charge
from coaching import services
from coaching.models import Appointment, BookedSlot, Consultation
from coaching.states import AppointmentState, Outcome
from outbox.models import OutgoingMail
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import StatFact
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db
START = at(-1)


def planned(**fields):
    return factories.make_request(State.PLANNED, start=START, **fields)


def record(request, minutes=90, *, now=NOW, by=None, waive_reason=""):
    held = services.Held(START, START + timedelta(minutes=minutes), waive_reason)
    return services.record_held(request.pk, held, by=by or factories.make_user(), now=now)


def test_a_held_talk_leaves_talk_charge_fact_event_and_mail():
    request = planned()

    record(request)

    talk = Consultation.objects.get()
    assert (talk.outcome, talk.minutes, talk.start) == (Outcome.HELD, 90, START)
    charge = Charge.objects.get()
    assert (charge.request_reference, charge.ordinal, charge.minutes, charge.amount) == (
        request.reference,
        1,
        90,
        0,
    )
    fact = StatFact.objects.get()
    assert (fact.outcome, fact.minutes, fact.language_code) == (State.COMPLETED, 90, "dari")
    assert Appointment.objects.get().state == AppointmentState.DONE
    assert BookedSlot.objects.exists()
    assert OutgoingMail.objects.get().kind == "coaching.registered"


def test_the_fourth_talk_costs_by_its_real_length():
    organisation = factories.make_organisation()
    factories.make_agreement(organisation)
    amounts = []
    for _ in range(5):
        request = planned(organisation=organisation)
        record(request, minutes=121)
        amounts.append(Charge.objects.get(request_reference=request.reference).amount)

    assert amounts == [0, 0, 0, 25, 25]


def test_a_paid_talk_without_agreement_is_not_registered_at_all():
    organisation = factories.make_organisation()
    for _ in range(3):
        record(planned(organisation=organisation))
    request = planned(organisation=organisation)

    with pytest.raises(AgreementMissing):
        record(request)

    request.refresh_from_db()
    assert request.state == State.PLANNED
    assert Charge.objects.count() == Consultation.objects.count() == 3

    with pytest.raises(RuleViolation, match="Alleen de coördinator"):
        record(request, waive_reason="ik mag dit niet")
    boss = factories.make_user("boss", group="coördinator")
    record(request, by=boss, waive_reason="wordt volgende week getekend")
    charge = Charge.objects.get(request_reference=request.reference)
    assert (charge.waived_by, charge.amount) == (boss, 20)


def test_advice_without_a_client_is_registered_but_not_charged():
    request = planned(involves_client=False, tasks=["case_advice"])

    record(request)

    assert Consultation.objects.get().minutes == 90
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "now", "message"),
    [
        (60, START - timedelta(minutes=1), "moet nog beginnen"),
        (0, NOW, "na het begin"),
        (60, START + timedelta(minutes=30), "toekomst"),
    ],
)
def test_a_talk_that_cannot_have_been_is_refused(minutes, now, message):
    request = planned()

    with pytest.raises(RuleViolation, match=message):
        record(request, minutes, now=now)

    assert not Charge.objects.exists()


@pytest.mark.parametrize("outcome", ["client_absent", "organisation_cancelled", "moved"])
def test_a_talk_that_was_not_held_costs_nothing_and_frees_the_supporter(outcome):
    request = planned()

    services.record_not_held(request.pk, outcome, by=factories.make_user(), now=NOW)

    talk = Consultation.objects.get()
    assert (talk.outcome, talk.minutes) == (outcome, None)
    assert not Charge.objects.exists()
    assert not BookedSlot.objects.exists()
    fact = StatFact.objects.get()
    assert (fact.outcome, fact.reason) == (State.NOT_HELD, outcome)
    assert OutgoingMail.objects.get().kind == "coaching.not_held"


@pytest.mark.parametrize("outcome", ["held", "zomaar", ""])
def test_a_strange_outcome_is_refused(outcome):
    request = planned()

    with pytest.raises(RuleViolation, match="Kies waarom"):
        services.record_not_held(request.pk, outcome, by=factories.make_user(), now=NOW)


def test_not_held_is_registered_after_the_start_only():
    request = factories.make_request(State.PLANNED)

    with pytest.raises(RuleViolation, match="moet nog beginnen"):
        services.record_not_held(request.pk, "moved", by=factories.make_user(), now=NOW)
