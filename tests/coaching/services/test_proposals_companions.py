"""Another moment for an activity with several CSOs: who can come along, stays (I2)."""

import pytest

from coaching import services
from coaching.models import Appointment, BookedSlot
from outbox.models import OutgoingMail
from requests_app.choices import State
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db


def planned_with_two_along():
    """An activity with Samira, and with Hodan and Leyla along; another moment is proposed."""
    samira, hodan, leyla = (
        factories.make_supporter("Samira"),
        factories.make_supporter("Hodan", languages=["somali"]),
        factories.make_supporter("Leyla"),
    )
    request = factories.make_activity(State.IN_REVIEW)
    coach = factories.make_user()
    plan = services.Plan(samira.pk, at(10), 60, companion_ids=[hodan.pk, leyla.pk])
    services.plan_request(request.pk, plan, by=coach, now=NOW)
    offer = services.Offer([at(12)], samira.pk)
    proposal = services.propose_moments(request.pk, offer, by=coach, now=NOW)
    OutgoingMail.objects.all().delete()
    return request, proposal, samira, hodan, leyla


def kinds():
    return sorted(
        OutgoingMail.objects.exclude(kind="coaching.answered_notice")
        .order_by("kind")
        .values_list("kind", flat=True)
    )


def test_until_the_answer_everybody_keeps_the_planned_time():
    request, _, *team = planned_with_two_along()

    taken = BookedSlot.objects.filter(appointment__request=request)
    assert set(taken.values_list("supporter", flat=True)) == {each.pk for each in team}
    held = BookedSlot.objects.filter(proposal__request=request)
    assert set(held.values_list("supporter", flat=True)) == {team[0].pk}


def test_who_is_free_at_the_chosen_moment_stays_and_who_is_not_is_told():
    request, proposal, samira, hodan, leyla = planned_with_two_along()
    factories.make_request(State.PLANNED, supporter=leyla, start=at(12, 15, 30))

    services.choose_moment(request.pk, proposal.moments.get().pk, now=NOW)

    appointment = Appointment.objects.get(request=request)
    assert (appointment.supporter, appointment.start) == (samira, at(12))
    assert [each.supporter for each in appointment.companions.order_by("pk")] == [hodan]
    assert BookedSlot.objects.filter(supporter=hodan).count() == 8
    assert not BookedSlot.objects.filter(appointment=appointment, supporter=leyla).exists()
    assert kinds() == [
        "coaching.companion_cancelled",
        "coaching.companion_moved",
        "coaching.moved",
        "coaching.supporter_moved",
    ]


def test_none_of_the_moments_frees_and_tells_everybody():
    request, proposal, *_ = planned_with_two_along()

    services.refuse_proposal(request.pk, proposal.pk, now=NOW)

    assert BookedSlot.objects.count() == 0
    assert kinds() == [
        "coaching.companion_cancelled",
        "coaching.companion_cancelled",
        "coaching.supporter_cancelled",
    ]


def test_a_first_one_who_went_along_before_goes_once():
    request, proposal, samira, hodan, leyla = planned_with_two_along()
    services.refuse_proposal(request.pk, proposal.pk, now=NOW)
    coach = factories.make_user()
    plan = services.Plan(samira.pk, at(10), 60, companion_ids=[hodan.pk, leyla.pk])
    services.plan_request(request.pk, plan, by=coach, now=NOW)
    offer = services.Offer([at(13)], hodan.pk)
    again = services.propose_moments(request.pk, offer, by=coach, now=NOW)

    services.choose_moment(request.pk, again.moments.get().pk, now=NOW)

    appointment = Appointment.objects.get(request=request)
    assert appointment.supporter == hodan
    assert [each.supporter for each in appointment.companions.order_by("pk")] == [leyla]
