"""What the requester's page is made of."""

from datetime import date

import pytest

from requests_app.choices import Action, ActorKind, State
from requests_app.models import ConsentWithdrawal, RequestMessage, StatusEvent
from requests_app.selectors import (
    odd_moments_of,
    request_for_requester,
    request_of_submission,
    timeline,
    turn,
    withdrawable,
)
from tests.factories import NOW, at, make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "who", "what"),
    [
        (State.SUBMITTED, "OCMW", "Antwoord ten laatste op "),
        (State.IN_REVIEW, "OCMW", "Antwoord ten laatste op "),
        (State.INFO_NEEDED, "Jij", "Beantwoord onze vraag."),
        (State.ALTERNATIVE_PROPOSED, "Jij", "Kies een van onze momenten"),
        (State.ACCEPTED, "OCMW", "We zoeken een CSO."),
        (State.PLANNED, "Niemand", "Alles is geregeld."),
    ],
)
def test_turn_of_an_open_request(state, who, what):
    found = turn(make_request(state), today=date(2026, 11, 20))

    assert found
    assert found.who == who
    assert found.what.startswith(what)


@pytest.mark.parametrize(
    "state", [State.COMPLETED, State.NOT_HELD, State.DECLINED, State.CANCELLED, State.EXPIRED]
)
def test_nobody_is_to_move_in_a_closed_request(state):
    assert turn(make_request(state), today=date(2026, 11, 20)) is None


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_late_answer_is_admitted(days, late):
    request = make_request()
    day = date.fromordinal(request.answer_due.toordinal() + days)

    found = turn(request, today=day)

    assert found
    assert found.what.startswith("Ons antwoord laat op zich wachten.") is late


def test_timeline_uses_words_of_what_happened_and_keeps_the_order():
    request = make_request(State.PLANNED)
    for version, action, target in (
        (4, Action.MOVE, State.PLANNED),
        (5, Action.RELEASE, State.ACCEPTED),
        (6, Action.WITHDRAW_CONSENT, State.CANCELLED),
    ):
        StatusEvent.objects.create(
            request=request,
            at=NOW,
            action=action,
            from_state=State.PLANNED,
            to_state=target,
            actor=ActorKind.STAFF,
            version=version,
        )

    shown = request_for_requester(request.pk)

    assert shown
    assert [step.title for step in timeline(shown)] == [
        "Ontvangen",
        "In bespreking bij de coaches",
        "Ingepland",
        "Verplaatst naar een ander moment",
        "De CSO kan niet meer, we zoeken een andere",
        "Geannuleerd: akkoord van de cliënt ingetrokken",
    ]


@pytest.mark.parametrize(
    ("actor", "text"), [(ActorKind.STAFF, "Past het?"), (ActorKind.REQUESTER, "")]
)
def test_timeline_repeats_only_what_we_said(actor, text):
    request = make_request(State.INFO_NEEDED)
    event = request.events.latest("version")
    RequestMessage.objects.create(
        request=request, event=event, at=NOW, actor=actor, body="Past het?"
    )

    shown = request_for_requester(request.pk)

    assert shown
    assert timeline(shown)[-1].text == text


def test_agreement_can_be_withdrawn_once():
    request = make_request()
    before = request_for_requester(request.pk)
    ConsentWithdrawal.objects.create(consent=request.consent, at=NOW, actor=ActorKind.REQUESTER)
    after = request_for_requester(request.pk)

    assert before
    assert after
    assert (withdrawable(before), withdrawable(after)) == (True, False)


def test_odd_moments_are_warned_for_and_ordinary_ones_not():
    assert odd_moments_of(make_request(start=at(11))) == []
    assert odd_moments_of(make_request(start=at(8))) == [
        "zaterdag 28 november 2026 is geen gewone werkdag"
    ]


def test_request_without_moments_has_no_odd_ones():
    request = make_request()
    request.moments.all().delete()

    assert odd_moments_of(request) == []


def test_request_of_submission_finds_by_token():
    request = make_request()

    assert request_of_submission(request.submission_token) == request
    assert request_of_submission(request.pk) is None
