"""What stands in the coaches' morning digest, and under which heading (M8)."""

from datetime import date, time, timedelta

import pytest

from coaching import services
from coaching.models import Proposal
from coaching.selectors.digest import digest_of, last_morning
from outbox.models import MailTask, OutgoingMail
from outbox.services import Entry, enqueue
from requests_app.choices import State
from requests_app.rules import brussels_moment
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db
MONDAY = brussels_moment(date(2026, 11, 23), time(7, 30))
TODAY = date(2026, 11, 23)
LATE = "Te laat om nog nuttig te antwoorden"
SOON = "Antwoord nodig binnen 2 dagen"
NEAR = "Gesprek binnen 7 dagen en nog niet ingepland"
ANSWERED = "Antwoord van de hulpverlener"
FRESH = "Nieuw sinds de vorige werkdag"
REGISTER = "Gesprek te registreren"


def found(now=MONDAY):
    return {
        section.title: [(line.reference, line.words) for line in section.lines]
        for section in digest_of(now=now).sections
    }


def quiet(state=State.IN_REVIEW, **fields):
    """A request that asks for nothing these days."""
    later = {"respond_by": TODAY + timedelta(days=6), "answer_due": TODAY + timedelta(days=6)}
    return factories.make_request(state, start=at(20), **{**later, **fields})


def titles(request, now=MONDAY):
    return [
        title
        for title, lines in found(now).items()
        if request.reference in [reference for reference, _ in lines]
    ]


def test_nothing_to_do():
    quiet()

    digest = digest_of(now=MONDAY)

    assert digest.is_empty
    assert (digest.sections, digest.troubled_mails) == ((), 0)


@pytest.mark.parametrize(
    ("days", "title"), [(-1, LATE), (0, SOON), (2, SOON), (3, None), (-30, LATE)]
)
def test_who_waits_for_our_answer(days, title):
    request = quiet(respond_by=TODAY + timedelta(days=days))

    assert titles(request) == ([title] if title else [])


def test_who_has_an_answer_does_not_wait_unless_it_is_undecided_again():
    accepted = quiet(State.ACCEPTED, respond_by=TODAY)
    refused = quiet(State.IN_REVIEW, respond_by=TODAY, answered_at=NOW)

    assert titles(accepted) == []
    assert titles(refused) == [SOON]


@pytest.mark.parametrize(
    ("state", "start", "title"),
    [
        (State.ACCEPTED, at(9), NEAR),
        (State.ACCEPTED, at(11), None),
        (State.ACCEPTED, at(1), None),
        (State.INFO_NEEDED, at(9), NEAR),
        (State.PLANNED, at(9), None),
        (State.DECLINED, at(9), None),
    ],
)
def test_a_talk_that_comes_near_unplanned(state, start, title):
    later = TODAY + timedelta(days=6)
    request = factories.make_request(state, start=start, respond_by=later, answer_due=later)

    assert titles(request) == ([title] if title else [])
    if title:
        assert found()[NEAR] == [(request.reference, "zondag 29 november 2026, 14.00 uur")]


def test_what_is_proposed_or_chosen_counts_instead_of_the_wishes():
    request = factories.make_request(State.IN_REVIEW, start=at(5), respond_by=TODAY)
    services.propose_moments(
        request.pk, services.Offer([at(8), at(20)]), by=factories.make_user(), now=NOW
    )
    assert found()[NEAR] == [(request.reference, "zaterdag 28 november 2026, 14.00 uur")]

    far = Proposal.objects.get().moments.order_by("start").last()
    services.choose_moment(request.pk, far.pk, now=NOW)

    assert NEAR not in titles(request)


def test_a_refused_proposal_leaves_the_wishes():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(8))
    services.refuse_proposal(request.pk, Proposal.objects.get().pk, now=at(-1))

    assert NEAR in titles(request)


def test_answers_since_the_last_working_morning_each_request_once():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(20))
    friday = brussels_moment(date(2026, 11, 20), time(7, 30))
    services.refuse_proposal(
        request.pk, Proposal.objects.get().pk, starts=[at(30)], now=friday + timedelta(hours=1)
    )

    assert found()[ANSWERED] == [(request.reference, "eigen moment voorgesteld")]
    assert ANSWERED not in found(MONDAY + timedelta(days=1))


def test_an_answer_before_the_last_working_morning_was_told_then():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(20))
    friday = brussels_moment(date(2026, 11, 20), time(7, 30))
    services.refuse_proposal(
        request.pk, Proposal.objects.get().pk, starts=[at(30)], now=friday - timedelta(hours=1)
    )

    assert ANSWERED not in found()


@pytest.mark.parametrize(
    ("asked", "is_fresh"),
    [
        (brussels_moment(date(2026, 11, 20), time(7, 29)), False),
        (brussels_moment(date(2026, 11, 20), time(7, 30)), True),
        (brussels_moment(date(2026, 11, 22), time(23, 0)), True),
        (MONDAY, False),
    ],
)
def test_new_requests_since_the_last_working_morning(asked, is_fresh):
    request = quiet(State.SUBMITTED, submitted_at=asked)

    assert titles(request) == ([FRESH] if is_fresh else [])
    if is_fresh:
        assert found()[FRESH] == [
            (request.reference, "antwoord ten laatste op zondag 29 november 2026")
        ]


def test_a_talk_to_register():
    request = factories.make_request(State.PLANNED, start=at(-1))
    factories.make_request(State.COMPLETED)

    assert found() == {REGISTER: [(request.reference, "donderdag 19 november 2026, 14.00 uur")]}


def test_mails_that_failed_until_somebody_looked():
    enqueue(Entry("coaching.planned", ref="x"), now=NOW)
    row = OutgoingMail.objects.get()
    OutgoingMail.objects.update(state="failed")

    digest = digest_of(now=MONDAY)
    assert (digest.troubled_mails, digest.is_empty) == (1, False)

    MailTask.objects.create(mail=row, state="failed", created_at=NOW, done_at=NOW)
    assert digest_of(now=MONDAY).is_empty


def test_the_morning_before_jumps_over_days_off():
    assert last_morning(TODAY) == brussels_moment(date(2026, 11, 20), time(7, 30))
    assert last_morning(date(2027, 1, 4)) == brussels_moment(date(2026, 12, 31), time(7, 30))


def test_a_fixed_number_of_statements(django_assert_num_queries):
    def some():
        for number in range(3):
            factories.make_request(State.ACCEPTED, start=at(8))
            factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(8))
            supporter = factories.make_supporter(f"Cso{number}")
            factories.make_request(State.PLANNED, start=at(-1), supporter=supporter)

    for _ in range(2):
        some()
        digest_of(now=MONDAY)
        with django_assert_num_queries(9):
            digest_of(now=MONDAY)
