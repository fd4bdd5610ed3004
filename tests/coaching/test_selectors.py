from datetime import timedelta
from uuid import uuid4

import pytest

from coaching.models import DeskRequest
from coaching.selectors import candidates, open_proposal, planned_others
from coaching.selectors.detail import desk_request, detail_of
from coaching.selectors.queue import answer_words, queue_rows, with_talks
from requests_app.choices import State
from requests_app.rules import local_date
from tests import factories
from tests.factories import NOW, at

pytestmark = pytest.mark.django_db
TODAY = local_date(NOW)


def verdicts(request, starts):
    return {
        each.supporter.first_name: [fit.reason for fit in each.fits]
        for each in candidates(request, starts, minutes=60)
    }


def test_candidates_say_for_every_moment_why_not():
    busy = "heeft dan al een afspraak of is onderweg"
    request = factories.make_request(State.IN_REVIEW)
    factories.make_supporter("Vrij")
    factories.make_supporter("Anders", languages=["somali"])
    factories.make_supporter("Weg", active=False)
    factories.make_supporter("Nieuw", confidentiality_signed_on=None)
    bezet = factories.make_supporter("Bezet")
    factories.make_request(State.PLANNED, supporter=bezet, start=at(10, 15, 30))

    assert verdicts(request, [at(10), at(11)]) == {
        "Vrij": ["", ""],
        "Bezet": [busy, ""],
        "Nieuw": ["tekende nog geen geheimhouding"] * 2,
    }
    assert list(verdicts(request, [at(10)]))[-2:] == ["Bezet", "Nieuw"]


def test_what_is_held_for_the_request_itself_is_free():
    samira = factories.make_supporter()
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, supporter=samira)
    other = factories.make_request(State.IN_REVIEW)

    assert verdicts(request, [at(10)]) == {"Samira": [""]}
    assert verdicts(other, [at(10)])["Samira"] != [""]


def test_candidates_cost_one_statement_whatever_their_number(django_assert_num_queries):
    request = factories.make_request(State.IN_REVIEW)
    for number in range(8):
        supporter = factories.make_supporter(f"Cso{number}")
        factories.make_request(State.PLANNED, supporter=supporter, start=at(10 + number))

    with django_assert_num_queries(1):
        found = candidates(request, [at(10), at(11), at(12)], minutes=60)

    assert len(found) == 8


def test_without_moments_candidates_are_still_named():
    request = factories.make_request(State.IN_REVIEW)
    factories.make_supporter()

    (only,) = candidates(request, [], minutes=60)

    assert (only.fits_somewhere, only.in_words, only.spoken) == (False, "", "moedertaal")


def test_planned_others_count_live_talks_with_a_client():
    organisation = factories.make_organisation()
    request = factories.make_request(State.PLANNED, organisation=organisation)
    factories.make_request(State.PLANNED, organisation=organisation, start=at(12))
    factories.make_request(State.COMPLETED, organisation=organisation)
    factories.make_request(
        State.PLANNED,
        organisation=organisation,
        start=at(13),
        involves_client=False,
        tasks=["case_advice"],
    )
    factories.make_request(State.PLANNED, organisation=factories.make_organisation("Andere"))

    assert planned_others(request, day=TODAY) == 1


def desk(request):
    return with_talks(DeskRequest.objects.filter(pk=request.pk), today=TODAY).get()


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        (State.SUBMITTED, -1, "te laat"),
        (State.SUBMITTED, 0, "vandaag"),
        (State.IN_REVIEW, 1, "morgen"),
        (State.IN_REVIEW, 5, "25/11"),
        (State.INFO_NEEDED, 0, "vandaag"),
        (State.ACCEPTED, 0, ""),
        (State.CANCELLED, 0, ""),
    ],
)
def test_answer_in_words(state, days, words):
    request = factories.make_request(
        state,
        respond_by=TODAY + timedelta(days=days),
        answer_due=TODAY + timedelta(days=6),
    )

    assert answer_words(desk(request), today=TODAY) == words


def test_after_a_refused_proposal_we_are_to_answer_again():
    request = factories.make_request(
        State.IN_REVIEW, answered_at=NOW, respond_by=TODAY, answer_due=TODAY
    )

    assert answer_words(desk(request), today=TODAY) == "vandaag"


def test_rows_of_the_queue_cost_nothing_more(django_assert_num_queries):
    factories.make_queue(30)
    requests = DeskRequest.objects.select_related("organisation", "language", "coach")
    loaded = list(with_talks(requests, today=TODAY))
    queue_rows(loaded, now=NOW)

    with django_assert_num_queries(0):
        rows = queue_rows(loaded, now=NOW)

    assert len(rows) == 30
    assert rows[0].tasks == "gesprek, uitleg"


def test_flag_of_the_fourth_talk_counts_held_and_planned_ones():
    organisation = factories.make_organisation(introduced_on=TODAY)
    for number in range(3):
        factories.make_request(State.PLANNED, organisation=organisation, start=at(20 + number))
    request = factories.make_request(organisation=organisation)

    (row,) = queue_rows([desk(request)], now=NOW)
    assert [flag.word for flag in row.flags] == ["gesprek 4, geen overeenkomst"]

    factories.make_agreement(organisation)
    (row,) = queue_rows([desk(request)], now=NOW)
    assert [flag.word for flag in row.flags] == ["gesprek 4"]


def test_detail_names_every_moment_once_with_its_latest_meaning():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(12))
    found = desk_request(request.pk, now=NOW)

    detail = detail_of(found, now=NOW)

    assert [(moment.start, moment.kind) for moment in detail.moments] == [
        (at(12), "voorstel"),
        (at(13), "voorstel"),
    ]
    assert detail.ahead == detail.moments


def test_detail_of_a_planned_request_shows_the_meeting():
    request = factories.make_request(State.PLANNED)

    detail = detail_of(desk_request(request.pk, now=NOW), now=NOW)

    assert detail.appointment.start == at(10)
    assert [moment.kind for moment in detail.moments] == ["afspraak"]


def test_a_closed_request_looks_for_nobody(django_assert_num_queries):
    factories.make_supporter()
    request = factories.make_request(State.DECLINED)

    detail = detail_of(desk_request(request.pk, now=NOW), now=NOW)

    assert detail.candidates == []


def test_an_unknown_request_is_none():
    assert desk_request(uuid4(), now=NOW) is None


def test_open_proposal():
    request = factories.make_request(State.ALTERNATIVE_PROPOSED)
    other = factories.make_request(State.IN_REVIEW)

    assert open_proposal(request).moments.count() == 2
    assert open_proposal(other) is None
