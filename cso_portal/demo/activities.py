"""Infosessions, actions and projects of the demo, played through the same services."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from coaching import services as desk
from coaching.models import Supporter
from coaching.selectors import facts_of
from cso_portal.demo.people import CLIENTS
from cso_portal.demo.play import Play, address_of
from requests_app import activity_rules, rules
from requests_app.models import ConsultRequest
from requests_app.services import submit_request
from requests_app.services.submission import ActivityData, OrganisationData, Submission

EVENING = time(18, 30)


class Gathering(NamedTuple):
    """One activity: who asks, when, what it is, and how it goes on."""

    asked: int  # days ago
    ahead: int  # days between asking and the activity
    client: int  # index in CLIENTS
    road: str
    question: str
    activity: ActivityData
    minutes: int = 120


GATHERINGS = [
    Gathering(
        61,
        20,
        4,
        "held",
        "Uitleg over de huisarts van wacht en de derdebetaler, met tijd voor vragen.",
        ActivityData(
            "info_session", "health", "nieuwe patiënten", 30, ["arabisch", "somali"], "", 2
        ),
    ),
    Gathering(
        14,
        25,
        0,
        "planned",
        "Hoe werkt het secundair onderwijs? De CSO's vertalen en vertellen mee.",
        ActivityData(
            "info_session",
            "education",
            "ouders van het zesde leerjaar",
            40,
            ["arabisch", "dari", "tigrinya"],
            "",
            3,
        ),
    ),
    Gathering(
        9,
        30,
        5,
        "proposed",
        "Samen koken en praten over gezond eten voor jonge kinderen.",
        ActivityData("action", "health", "ouders met jonge kinderen", 15, ["somali"], "", 1),
    ),
    Gathering(
        4,
        28,
        9,
        "in_review",
        "Een reeks buurtwandelingen uittekenen samen met bewoners.",
        ActivityData(
            "project",
            "other",
            "bewoners van de wijk",
            20,
            ["arabisch", "pashtu"],
            "de buurt leren kennen",
            2,
        ),
    ),
    Gathering(
        1,
        21,
        1,
        "new",
        "Oudercontact in groep: wat verwacht de school, wat verwachten ouders?",
        ActivityData("info_session", "welfare", "ouders en leerkrachten", 35, ["kurmanji"], "", 1),
    ),
]


def tell(play: Play) -> None:
    """Let every activity of the demo happen, up to this morning."""
    for gathering in GATHERINGS:
        asked = rules.brussels_moment(play.today - timedelta(days=gathering.asked), time(13, 10))
        request = submit_request(_submission(play, gathering), now=min(asked, play.now))
        ROADS[gathering.road](play, request, play.soon(min(asked, play.now)))


def _submission(play: Play, gathering: Gathering) -> Submission:
    client = CLIENTS[gathering.client]
    day = play.working_day(play.today + timedelta(days=gathering.ahead - gathering.asked))
    return Submission(
        token=uuid.UUID(int=play.dice.getrandbits(128), version=4),
        organisation=OrganisationData(client.name, client.type_code, "3000", "Leuven"),
        fields={
            "requester_name": client.worker,
            "requester_function": client.function,
            "requester_email": address_of(client.worker, client.name),
            "requester_phone": f"016 01 {gathering.client:02d} {gathering.asked % 100:02d}",
            "introduced": client.introduced,
            "language_id": gathering.activity.languages[0],
            "question": gathering.question,
            "location_kind": "organisation",
            "location_address": "Verzonnenstraat 1, 3000 Leuven",
            "duration_minutes": gathering.minutes,
        },
        tasks=[activity_rules.ACTIVITY],
        moments=[
            rules.brussels_moment(each, EVENING)
            for each in (day, play.working_day(day + timedelta(days=2)))
        ],
        activity=gathering.activity,
    )


def _team(request: ConsultRequest, start: datetime) -> list[Supporter]:
    """Return for each language somebody who speaks it and is free, everybody once."""
    team: list[Supporter] = []
    for code in request.activity.languages:
        for supporter in Supporter.objects.active().speaking(code).order_by("pk"):
            facts = facts_of(supporter, request, start, minutes=request.duration_minutes)
            if facts.free and supporter not in team:
                team.append(supporter)
                break
    return team


def _new(play: Play, request: ConsultRequest, at: datetime) -> None:
    """Nothing happened yet."""


def _in_review(play: Play, request: ConsultRequest, at: datetime) -> None:
    play.take(request, at)


def _planned(play: Play, request: ConsultRequest, at: datetime) -> None:
    coach = play.take(request, at)
    first, *others = _team(request, request.first_moment)
    plan = desk.Plan(
        first.pk,
        request.first_moment,
        request.duration_minutes,
        companion_ids=[other.pk for other in others],
    )
    desk.plan_request(request.pk, plan, by=coach, now=min(at + timedelta(hours=2), play.now))


def _held(play: Play, request: ConsultRequest, at: datetime) -> None:
    _planned(play, request, at)
    start = request.first_moment
    end = start + timedelta(minutes=request.duration_minutes + 15)
    held = desk.Held(start, end)
    desk.record_held(request.pk, held, by=play.coaches[0], now=min(end, play.now))


def _proposed(play: Play, request: ConsultRequest, at: datetime) -> None:
    coach = play.take(request, at)
    start = rules.brussels_moment(play.working_day(play.today + timedelta(days=24)), EVENING)
    team = _team(request, start)
    offer = desk.Offer([start], team[0].pk if team else None)
    desk.propose_moments(request.pk, offer, by=coach, now=min(at + timedelta(hours=1), play.now))


ROADS: dict[str, Callable[[Play, ConsultRequest, datetime], None]] = {
    "new": _new,
    "in_review": _in_review,
    "planned": _planned,
    "held": _held,
    "proposed": _proposed,
}
