"""Nobody books one CSO twice, however many coaches and requesters act at one moment (M6)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from coaching import services
from coaching.errors import SupporterTaken
from coaching.models import Appointment, BookedSlot, Proposal, ProposedMoment
from coaching.services import booking
from coaching.states import AppointmentState
from requests_app.choices import State
from requests_app.errors import Busy, RuleViolation, StaleRequest
from requests_app.models import ConsultRequest
from tests import factories
from tests.factories import NOW, at
from tests.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

THREADS = 50
CONSTRAINT = BookedSlot._meta.constraints[0]


def overlaps() -> int:
    """Pairs of live appointments of one CSO that overlap, travel included."""
    live = Appointment.objects.filter(state=AppointmentState.CONFIRMED).select_related("supporter")
    spans = [
        (row.supporter_id, row.start - margin, row.end + margin)
        for row in live.order_by("start")
        for margin in [timedelta(minutes=row.supporter.travel_minutes)]
    ]
    return sum(
        one[0] == two[0] and one[1] < two[2] and two[1] < one[2]
        for number, one in enumerate(spans)
        for two in spans[number + 1 :]
    )


def crowd(supporter):
    """Fifty ways at one moment to want the same hour of one CSO: plan, choose and move."""
    coach = factories.make_user()
    acts = []
    for number in range(THREADS):
        organisation = factories.make_organisation(f"Organisatie {number}")
        kind = number % 3
        start = at(10, 14, 15 * (number % 4))
        acts.append(WISHES[kind](organisation, supporter, coach, start, number))
    return acts


def wish_to_plan(organisation, supporter, coach, start, _number):
    request = factories.make_request(State.IN_REVIEW, organisation=organisation)
    plan = services.Plan(supporter.pk, start, 60)
    return lambda: services.plan_request(request.pk, plan, by=coach, now=NOW)


def wish_to_choose(organisation, supporter, _coach, start, _number):
    """A requester who chooses a moment for which this CSO was named but is not held any more."""
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, organisation=organisation)
    Proposal.objects.filter(request=request).update(supporter=supporter)
    moment = ProposedMoment.objects.filter(proposal__request=request).order_by("pk")[0]
    ProposedMoment.objects.filter(pk=moment.pk).update(
        start=start, end=start + timedelta(minutes=60)
    )
    return lambda: services.choose_moment(request.pk, moment.pk, now=NOW)


def wish_to_move(organisation, supporter, coach, start, number):
    own = factories.make_supporter(f"Eigen{number}")
    request = factories.make_request(
        State.PLANNED, organisation=organisation, supporter=own, start=at(30)
    )
    plan = services.Plan(supporter.pk, start, 60)
    return lambda: services.move_appointment(request.pk, plan, by=coach, now=NOW)


WISHES = [wish_to_plan, wish_to_choose, wish_to_move]


def test_fifty_at_once_book_a_supporter_once():
    samira = factories.make_supporter()
    acts = crowd(samira)

    results = together(THREADS, lambda number: acts[number]())

    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(error) for error in refused} <= {SupporterTaken, Busy}
    chose = ConsultRequest.objects.filter(events__action__startswith="choose_")
    in_vain = chose.filter(state=State.ACCEPTED).count()
    assert len(refused) + in_vain == THREADS - 1
    assert Appointment.objects.filter(supporter=samira, state="confirmed").count() == 1
    assert overlaps() == 0


@contextmanager
def without_constraint():
    """The net taken away: any number of rows for one quarter."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(BookedSlot, CONSTRAINT)
    try:
        yield
    finally:
        BookedSlot.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(BookedSlot, CONSTRAINT)


@pytest.mark.postgres
def test_without_lock_and_net_the_same_crowd_books_twice(monkeypatch):
    samira = factories.make_supporter()
    acts = crowd(samira)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())

    with without_constraint():
        together(THREADS, lambda number: acts[number]())
        doubled = overlaps()

    assert doubled > 0, "the crowd was not a crowd: this test proves nothing"


@pytest.mark.postgres
def test_without_lock_the_net_alone_holds(monkeypatch):
    samira = factories.make_supporter()
    acts = crowd(samira)
    monkeypatch.setattr(booking, "lock_supporter", lambda pk: booking.Supporter.objects.get(pk=pk))

    results = together(THREADS, lambda number: acts[number]())

    errors = {type(result) for result in results if isinstance(result, Exception)}
    assert errors <= {SupporterTaken, Busy}
    assert overlaps() == 0


def test_two_coaches_plan_one_request_at_once():
    coaches = [factories.make_user("anna"), factories.make_user("bert")]
    supporters = [factories.make_supporter(), factories.make_supporter("Leyla")]
    request = factories.make_request(State.IN_REVIEW)

    def act(number):
        plan = services.Plan(supporters[number].pk, at(10), 60)
        return services.plan_request(
            request.pk, plan, by=coaches[number], now=NOW, version=request.version
        )

    results = together(2, act)

    errors = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in errors] == [StaleRequest]
    assert "was je voor" in str(errors[0])
    assert Appointment.objects.count() == 1


def test_two_talks_of_one_organisation_cannot_both_be_the_last_free_one():
    organisation = factories.make_organisation()
    for number in range(2):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))
    requests = [
        factories.make_request(State.IN_REVIEW, organisation=organisation) for _ in range(2)
    ]
    supporters = [factories.make_supporter(), factories.make_supporter("Leyla")]
    coach = factories.make_user()

    def act(number):
        plan = services.Plan(supporters[number].pk, at(10), 60)
        return services.plan_request(requests[number].pk, plan, by=coach, now=NOW)

    results = together(2, act)

    errors = [result for result in results if isinstance(result, Exception)]
    assert len(errors) == 1
    assert isinstance(errors[0], RuleViolation)
    assert "overeenkomst" in str(errors[0])
    assert Appointment.objects.count() == 3
