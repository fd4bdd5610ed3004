"""What the database itself refuses, whatever the code forgot."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from billing.models import Charge
from coaching import services
from coaching.models import (
    Appointment,
    AppointmentVersion,
    BookedSlot,
    Consultation,
    Proposal,
    ProposedMoment,
    Supporter,
    SupporterLanguage,
)
from requests_app.choices import State
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def refused(constraint):
    """The next statement breaks this constraint (SQLite names columns instead for unique ones)."""
    return pytest.raises(IntegrityError, match=constraint)


def change(obj, **fields):
    with transaction.atomic():
        type(obj).objects.filter(pk=obj.pk).update(**fields)


def test_one_quarter_of_one_supporter_is_taken_once():
    factories.make_request(State.PLANNED)
    slot = BookedSlot.objects.order_by("start")[0]

    with refused("slot_taken_once|supporter_id, .*start"):
        BookedSlot.objects.create(
            supporter=slot.supporter, start=slot.start, appointment=slot.appointment
        )


@pytest.mark.parametrize("which", ["both", "neither"])
def test_a_quarter_is_for_one_thing(which):
    request = factories.make_request(State.PLANNED)
    proposal = factories.make_proposal(request, [at(12)])
    slot = BookedSlot.objects.order_by("start")[0]
    owner = {"proposal": proposal} if which == "both" else {"appointment": None}

    with refused("slot_for_one_thing"):
        change(slot, **owner)


def test_one_open_proposal_for_a_request():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)

    with refused("proposal_one_open_per_request|request_id"):
        factories.make_proposal(request, [at(12)])


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "refused"}, "proposal_answered_at_when_not_open"),
        ({"answered_at": NOW}, "proposal_answered_at_when_not_open"),
        ({"state": "chosen", "answered_at": NOW}, "proposal_chosen_with_moment"),
        ({"chosen_start": NOW}, "proposal_chosen_with_moment"),
        ({"state": "zomaar", "answered_at": NOW}, "proposal_state_known"),
    ],
)
def test_a_proposal_is_whole(fields, constraint):
    factories.make_request(State.ALTERNATIVE_PROPOSED)

    with refused(constraint):
        change(Proposal.objects.get(), **fields)


def test_a_proposed_moment_has_a_length_and_is_there_once():
    factories.make_request(State.ALTERNATIVE_PROPOSED)
    moment = ProposedMoment.objects.order_by("start")[0]

    with refused("proposed_end_after_start"):
        change(moment, end=moment.start)
    with refused("proposed_start_once|proposal_id, .*start"):
        ProposedMoment.objects.create(proposal=moment.proposal, start=moment.start, end=moment.end)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"end": at(10)}, "appointment_end_after_start"),
        ({"state": "zomaar"}, "appointment_state_known"),
        ({"agreement_waived_reason": "zonder wie"}, "appointment_waiver_with_reason"),
    ],
)
def test_an_appointment_is_whole(fields, constraint):
    factories.make_request(State.PLANNED)

    with refused(constraint):
        change(Appointment.objects.get(), **fields)


def test_a_waiver_has_a_reason():
    factories.make_request(State.PLANNED)

    with refused("appointment_waiver_with_reason"):
        change(Appointment.objects.get(), agreement_waived_by=factories.make_user())


def test_a_request_has_one_appointment():
    request = factories.make_request(State.PLANNED)
    own = Appointment.objects.get()

    with refused("request_id"):
        Appointment.objects.create(
            request=request, supporter=own.supporter, start=own.start, end=own.end
        )


@pytest.mark.parametrize(
    ("state", "fields", "constraint"),
    [
        (State.COMPLETED, {"minutes": 0}, "consultation_minutes_exactly_when_held"),
        (State.COMPLETED, {"minutes": None}, "consultation_minutes_exactly_when_held"),
        (State.COMPLETED, {"start": None}, "consultation_minutes_exactly_when_held"),
        (State.COMPLETED, {"outcome": "moved"}, "consultation_minutes_exactly_when_held"),
        (State.NOT_HELD, {"minutes": 60}, "consultation_minutes_exactly_when_held"),
        (State.NOT_HELD, {"outcome": "zomaar"}, "consultation_outcome_known"),
    ],
)
def test_a_talk_has_minutes_exactly_when_it_was_held(state, fields, constraint):
    factories.make_request(state)

    with refused(constraint):
        change(Consultation.objects.get(), **fields)


def test_versions_are_written_once():
    factories.make_request(State.PLANNED)
    version = AppointmentVersion.objects.get()

    with pytest.raises(DatabaseError):
        change(version, start=at(11))
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()
    with refused("appointment_version_once|appointment_id, .*sequence"):
        version.pk = None
        version.save(force_insert=True)


def test_a_supporter_speaks_a_language_once_and_travels_within_reason():
    samira = factories.make_supporter()

    with refused("supporter_travel_in_range"):
        change(samira, travel_minutes=181)
    with refused("supporter_gender_known"):
        change(samira, gender="?")
    with refused("supporter_language_once|supporter_id, .*language"), transaction.atomic():
        SupporterLanguage.objects.create(supporter=samira, language=factories.make_language())


def test_a_supporter_with_talks_stays():
    factories.make_request(State.PLANNED)

    with pytest.raises(IntegrityError):
        Supporter.objects.get().delete()


def test_a_paid_charge_without_agreement_or_waiver_does_not_exist():
    request = factories.make_request(State.PLANNED, start=at(-1))
    held = services.Held(at(-1), at(-1) + timedelta(hours=1))
    services.record_held(request.pk, held, by=factories.make_user(), now=NOW)
    charge = Charge.objects.get()

    with refused("charge_paid_talk_under_agreement"):
        change(charge, first_hour=15, amount=15)


def test_names_and_words():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, held_for_proposal=True)
    planned = factories.make_request(State.COMPLETED)
    appointment = Appointment.objects.get()
    moment = ProposedMoment.objects.order_by("start")[0]

    assert str(appointment) == f"afspraak bij {planned.pk}"
    assert str(Consultation.objects.get()) == f"gesprek bij {appointment.pk}"
    assert str(AppointmentVersion.objects.get()) == f"versie 0 van afspraak {appointment.pk}"
    assert str(Proposal.objects.get()) == f"voorstel bij {request.pk}"
    assert str(moment) == f"moment van voorstel {moment.proposal_id}"
    assert moment.local_start.hour == 14
    slot = BookedSlot.objects.filter(proposal=moment.proposal).order_by("start")[0]
    assert str(slot) == f"{slot.start:%d/%m/%Y %H:%M}"
    assert str(SupporterLanguage.objects.order_by("pk")[0]) == "Dari"
    assert str(appointment.supporter) == "Samira Verzonnen"


def test_vocabulary_of_supporters():
    samira = factories.make_supporter(languages=["dari", "farsi"])
    factories.make_supporter("Leyla", languages=["farsi"], active=False)

    assert list(Supporter.objects.active().speaking("farsi")) == [samira]
