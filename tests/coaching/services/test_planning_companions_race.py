"""No CSO is booked twice, first or further, however many activities are planned at one moment."""

from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.db.models import QuerySet

from coaching import services
from coaching.errors import SupporterTaken
from coaching.models import Appointment, AppointmentCompanion, BookedSlot
from coaching.services import booking
from requests_app.choices import State
from requests_app.errors import Busy
from tests import factories
from tests.factories import NOW, at
from tests.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

THREADS = 24
CONSTRAINT = BookedSlot._meta.constraints[0]


def overlaps():
    """Pairs of appointments that want one CSO at the same time, travel included."""
    spans = []
    for row in Appointment.objects.filter(state="confirmed").select_related("supporter"):
        along = AppointmentCompanion.objects.filter(appointment=row).select_related("supporter")
        for supporter in (row.supporter, *(each.supporter for each in along)):
            margin = timedelta(minutes=supporter.travel_minutes)
            spans.append((supporter.pk, row.start - margin, row.end + margin))
    return sum(
        one[0] == two[0] and one[1] < two[2] and two[1] < one[2]
        for number, one in enumerate(spans)
        for two in spans[number + 1 :]
    )


def crowd():
    """Activities that each want two of three CSOs, in every order, near the same hour."""
    coach = factories.make_user()
    trio = [factories.make_supporter(name) for name in ("Samira", "Hodan", "Leyla")]
    acts = []
    for number in range(THREADS):
        organisation = factories.make_organisation(f"Organisatie {number}")
        first, second = trio[number % 3], trio[(number + 1 + number // 3 % 2) % 3]
        start = at(10, 14, 15 * (number % 4))
        if number % 4 == 3:
            own = factories.make_supporter(f"Eigen{number}")
            request = factories.make_activity(
                State.PLANNED, organisation=organisation, supporter=own, start=at(30)
            )
            act = services.move_appointment
        else:
            request = factories.make_activity(State.IN_REVIEW, organisation=organisation)
            act = services.plan_request
        plan = services.Plan(first.pk, start, 60, companion_ids=[second.pk])
        acts.append(lambda act=act, pk=request.pk, plan=plan: act(pk, plan, by=coach, now=NOW))
    return acts


def test_many_at_once_book_each_of_them_once():
    acts = crowd()

    results = together(THREADS, lambda number: acts[number]())

    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(error) for error in refused} <= {SupporterTaken, Busy}
    assert len(refused) == THREADS - 1
    assert Appointment.objects.filter(start__lt=at(20)).count() == 1
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
    acts = crowd()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())

    with without_constraint():
        together(THREADS, lambda number: acts[number]())
        doubled = overlaps()

    assert doubled > 0, "the crowd was not a crowd: this test proves nothing"


@pytest.mark.postgres
def test_without_lock_the_net_alone_holds_for_companions(monkeypatch):
    acts = crowd()
    monkeypatch.setattr(booking, "lock_supporter", lambda pk: booking.Supporter.objects.get(pk=pk))

    results = together(THREADS, lambda number: acts[number]())

    errors = {type(result) for result in results if isinstance(result, Exception)}
    assert errors <= {SupporterTaken, Busy}
    assert overlaps() == 0


@pytest.mark.postgres
@pytest.mark.parametrize("in_order", [True, False])
def test_two_plans_with_the_same_two_never_wait_in_a_ring(monkeypatch, caplog, in_order):
    """The control locks in the order of the plan, and pauses in between: PostgreSQL breaks the ring."""
    coach = factories.make_user()
    pair = [factories.make_supporter("Samira"), factories.make_supporter("Hodan")]
    requests = [factories.make_activity(State.IN_REVIEW) for _ in pair]
    barrier = Barrier(2, timeout=1)
    lock_one = booking.lock_supporter

    def lock_all(pks):
        locked = {}
        for pk in sorted(pks) if in_order else pks:
            locked[pk] = lock_one(pk)
            with suppress(BrokenBarrierError):  # the other waits for this lock, or tries again
                barrier.wait()
        return locked

    monkeypatch.setattr(booking, "lock_supporters", lock_all)

    def act(number):
        plan = services.Plan(pair[number].pk, at(10), 60, companion_ids=[pair[1 - number].pk])
        return services.plan_request(requests[number].pk, plan, by=coach, now=NOW)

    results = together(2, act)

    assert [type(each) for each in results if isinstance(each, Exception)] == [SupporterTaken]
    assert Appointment.objects.count() == 1
    assert ("no turn" in caplog.text) is not in_order
