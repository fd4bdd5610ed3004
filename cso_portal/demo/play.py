"""Play the stories through the same services that people use, with the clock set back."""

import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User

from billing.services import Signature, issue, register_signed_agreement
from coaching import services as desk
from coaching.models import Supporter
from coaching.selectors import facts_of
from cso_portal.demo.people import CLIENT_NAMES, CLIENTS, QUESTIONS
from cso_portal.demo.stories import PAST, PRESENT, WISHES, Story
from requests_app import rules
from requests_app.choices import Action
from requests_app.models import ClosingDay, ConsentText, ConsultRequest, Organisation
from requests_app.selectors import days_off, forget_reference
from requests_app.services import (
    Actor,
    Answers,
    answer_question,
    cancel_request,
    give_feedback,
    lock_request,
    submit_request,
    transition,
    withdraw_consent,
)
from requests_app.services.submission import (
    ClientData,
    ConsentData,
    OrganisationData,
    Submission,
)
from requests_app.services.transitions import count_outcome

HOURS = (9, 10, 11, 13, 14, 15)


class Play:
    """The demo's own history, from its first request to this morning."""

    def __init__(self, *, now: datetime, coaches: list[User], finance: User) -> None:
        self.now = now
        self.today = rules.local_date(now)
        self.coaches = coaches
        self.finance = finance
        self.dice = random.Random(2026)  # noqa: S311 - the same demo for everybody
        self.text = ConsentText.objects.current()[0]

    def all(self) -> None:
        """Tell every story, and issue the invoices of each quarter that is over."""
        self._closing()
        self._agreements()
        quarters = self._quarter_ends()
        for story in sorted(PAST, key=lambda story: story.ahead - story.asked):
            talk = self._talk_day(story)
            while quarters and talk > quarters[0]:
                self._invoice(quarters.pop(0))
            self._tell(story)
        for last in quarters:
            self._invoice(last)
        for story in PRESENT:
            self._tell(story)

    def _closing(self) -> None:
        """The service closes between Christmas and New Year."""
        year = self.today.year
        for day in (date(year, 12, 24), *(date(year, 12, 27 + number) for number in range(5))):
            if day.weekday() < 5:
                ClosingDay.objects.get_or_create(day=day, defaults={"name": "kerstsluiting"})
        forget_reference()

    def _agreements(self) -> None:
        for index, days in ((7, 170), (0, 130), (4, 100)):
            organisation = Organisation.objects.get(name=CLIENTS[index].name)
            signed = self.today - timedelta(days=days)
            register_signed_agreement(
                organisation,
                Signature(signed, CLIENTS[index].worker, "directie"),
                by=self.coaches[0],
                now=_at(signed, 16),
            )

    def _quarter_ends(self) -> list[date]:
        first = self.today - timedelta(days=200)
        days = [first + timedelta(days=offset) for offset in range(200)]
        return [
            day
            for day in days
            if (day + timedelta(days=1)).month in {1, 4, 7, 10}
            and (day + timedelta(days=1)).day == 1
        ]

    def _invoice(self, last: date) -> None:
        first = date(last.year, last.month - 2, 1)
        made = min(_at(last + timedelta(days=4), 11), self.now)
        issue(first, last, by=self.finance, now=made)

    def _tell(self, story: Story) -> None:
        asked = min(
            _at(self.today - timedelta(days=story.asked), self.dice.choice(HOURS), 20), self.now
        )
        request = submit_request(self._submission(story, asked), now=asked)
        ROADS[story.road](self, story, request, asked)

    def _talk_day(self, story: Story) -> date:
        return self.working_day(self.today + timedelta(days=story.ahead - story.asked))

    def working_day(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        off = days_off(day, day + timedelta(days=14))
        return day if rules.is_working_day(day, off) else rules.shift_working_days(day, 1, off)

    def _submission(self, story: Story, asked: datetime) -> Submission:
        client = CLIENTS[story.client]
        day = self._talk_day(story)
        with_client = rules.involves_client(story.tasks)
        at_home = "home_visit" in story.tasks
        fields: dict[str, object] = {
            "requester_name": client.worker,
            "requester_function": client.function,
            "requester_email": address_of(client.worker, client.name),
            "requester_phone": f"016 00 {story.client:02d} {story.asked % 100:02d}",
            "introduced": client.introduced,
            "language_id": story.language,
            "question": self.dice.choice(QUESTIONS),
            "location_kind": "home" if at_home else self.dice.choice(["organisation", "ocmw"]),
            "duration_minutes": max(60, story.minutes // 30 * 30),
        }
        at_organisation = fields["location_kind"] == "organisation"
        fields["location_address"] = "Verzonnenstraat 1, 3000 Leuven" if at_organisation else ""
        fields |= WISHES.get((story.asked, story.client), {})
        return Submission(
            token=uuid.UUID(int=self.dice.getrandbits(128), version=4),
            organisation=OrganisationData(client.name, client.type_code, "3000", "Leuven"),
            fields=fields,
            tasks=story.tasks,
            moments=[
                _at(day, self.dice.choice(HOURS)),
                _at(self.working_day(day + timedelta(days=2)), 14),
            ],
            client=self._client(at_home=at_home) if with_client else None,
            consent=self._consent(asked) if with_client else None,
        )

    def _client(self, *, at_home: bool) -> ClientData:
        return ClientData(
            name=self.dice.choice(CLIENT_NAMES),
            birth_year=str(self.dice.randint(1970, 2005)),
            file_reference=f"D-{self.dice.randint(100, 999)}",
            home_address="Nergensstraat 7, 3000 Leuven" if at_home else "",
        )

    def _consent(self, asked: datetime) -> ConsentData:
        return ConsentData(self.text, "client", "oral", rules.local_date(asked), "nederlands")

    def plan(self, request: ConsultRequest, at: datetime) -> None:
        """Plan the first wish with a CSO who fits, one hour later when nobody is free."""
        coach = self.take(request, at)
        for start in _hours_from(request.first_moment):
            supporter = self.free(request, start)
            if supporter is not None:
                plan = desk.Plan(supporter.pk, start, request.duration_minutes)
                desk.plan_request(request.pk, plan, by=coach, now=at + timedelta(hours=2))
                return

    def free(self, request: ConsultRequest, *starts: datetime) -> Supporter | None:
        """Return a CSO who speaks the language and is free at all these moments."""
        minutes = request.duration_minutes
        for supporter in Supporter.objects.active().speaking(request.language_id).order_by("pk"):
            if all(facts_of(supporter, request, start, minutes=minutes).free for start in starts):
                return supporter
        return None

    def take(self, request: ConsultRequest, at: datetime) -> User:
        """Let one of the coaches take the request up."""
        coach = self.dice.choice(self.coaches)
        desk.take_request(request.pk, by=coach, now=at)
        return coach

    def soon(self, asked: datetime) -> datetime:
        """Return a moment at which the coaches look at it: a day or two later, never in the future."""
        return min(asked + timedelta(hours=self.dice.choice([20, 26, 44])), self.now)

    def after(self, asked: datetime) -> datetime:
        """Return an hour after they looked at it, never in the future either."""
        return min(self.soon(asked) + timedelta(hours=1), self.now)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return rules.brussels_moment(day, time(hour, minute))


def address_of(worker: str, organisation: str) -> str:
    """Return a made-up address of somebody at an organisation."""
    domain = "".join(
        letter for letter in organisation.lower() if letter.isascii() and letter.isalnum()
    )
    return f"{worker.split()[0].lower()}@{domain}.voorbeeld.be"


def _hours_from(start: datetime) -> list[datetime]:
    return [start + timedelta(hours=hours) for hours in range(4)]


def _new(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    """Nothing happened yet."""


def _in_review(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.take(request, play.soon(asked))


def _accepted(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    coach = play.take(request, play.soon(asked))
    desk.accept_request(request.pk, by=coach, now=play.after(asked))


def _planned(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))


def _fine(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))
    desk.accept_supporter(request.pk, now=min(play.soon(asked) + timedelta(hours=3), play.now))


def _other_supporter(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))
    who = request.appointment.supporter_id
    desk.ask_other_supporter(
        request.pk, who, now=min(play.soon(asked) + timedelta(hours=5), play.now)
    )


def _held(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))
    appointment = request.appointment
    end = appointment.start + timedelta(minutes=story.minutes)
    desk.record_held(
        request.pk,
        desk.Held(appointment.start, end),
        by=play.coaches[0],
        now=min(end + timedelta(hours=3), play.now),
    )


def _not_held(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))
    after = request.appointment.end + timedelta(hours=2)
    desk.record_not_held(request.pk, "client_absent", by=play.coaches[1], now=after)


def _propose(play: Play, request: ConsultRequest, asked: datetime) -> None:
    coach = play.take(request, play.soon(asked))
    starts = [request.first_moment + timedelta(days=days) for days in (1, 2)]
    starts = [
        _at(play.working_day(rules.local_date(start)), 13 + turn)
        for turn, start in enumerate(starts)
    ]
    held = play.free(request, *starts)
    offer = desk.Offer(starts, held.pk if held else None)
    desk.propose_moments(request.pk, offer, by=coach, now=play.after(asked))


def _proposed(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _propose(play, request, asked)


def _chosen(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _propose(play, request, asked)
    moment = request.proposals.get().moments.earliest("start")
    desk.choose_moment(
        request.pk, moment.pk, now=min(play.soon(asked) + timedelta(hours=9), play.now)
    )


def _refused(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _propose(play, request, asked)
    desk.refuse_proposal(
        request.pk,
        request.proposals.get().pk,
        starts=[_at(play.working_day(play.today + timedelta(days=days)), 14) for days in (23, 27)],
        message="In de namiddag past het wel.",
        now=play.now,
    )


def _declined(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    coach = play.take(request, play.soon(asked))
    reason = "geen-cso" if story.client != 9 else "beter-infosessie"
    desk.decline_request(request.pk, reason, by=coach, now=play.after(asked))


def _cancelled(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.plan(request, play.soon(asked))
    cancel_request(request.pk, actor=Actor.requester(), now=play.soon(asked) + timedelta(days=2))


def _withdrawn(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    play.take(request, play.soon(asked))
    withdraw_consent(request.pk, actor=Actor.requester(), now=play.soon(asked) + timedelta(days=1))


def _held_with_feedback(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _held(play, story, request, asked)
    answers = Answers("yes", "partly", "De CSO vroeg goed door. Een uur was net te kort.")
    give_feedback(request.pk, answers, now=play.now)


def _ask(play: Play, request: ConsultRequest, at: datetime) -> None:
    desk.ask_info(
        request.pk,
        question="Kan je ook op een andere dag, en voor hoeveel personen is het gesprek?",
        by=play.coaches[0],
        now=at,
    )


def _info_needed(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    """Asked this morning, so that the question still waits for some days."""
    _ask(play, request, play.now)


def _answered(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _ask(play, request, play.soon(asked))
    answer_question(request.pk, "Een andere dag lukt. We zijn met twee.", now=play.now)


def _expired(play: Play, story: Story, request: ConsultRequest, asked: datetime) -> None:
    _ask(play, request, play.soon(asked))
    locked = lock_request(request.pk)
    transition(locked, Action.EXPIRE, actor=Actor.system(), now=asked + timedelta(days=14))
    count_outcome(locked)


Road = Callable[[Play, Story, ConsultRequest, datetime], None]
ROADS: dict[str, Road] = {
    "new": _new,
    "in_review": _in_review,
    "accepted": _accepted,
    "planned": _planned,
    "fine": _fine,
    "other_supporter": _other_supporter,
    "to_register": _planned,
    "held": _held,
    "not_held": _not_held,
    "proposed": _proposed,
    "chosen": _chosen,
    "refused": _refused,
    "declined": _declined,
    "cancelled": _cancelled,
    "withdrawn": _withdrawn,
    "held_with_feedback": _held_with_feedback,
    "info_needed": _info_needed,
    "answered": _answered,
    "expired": _expired,
}
