"""A client full of canaries lives a whole request long, and none of them is heard outside.

Outside: the database as stored, mails with their files, logs, sessions, the broker's messages,
addresses, what finance can open, what is exported. Positive controls: the pages meant for it.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from unittest.mock import patch
from urllib.parse import unquote

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import Supporter
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from requests_app import rules
from requests_app.models import ConsultRequest
from tests import contents
from tests.coaching.pages import action, change
from tests.factories import make_supporter, make_user
from tests.house.test_get_changes_nothing import crawl
from tests.paper import FORM, fill_in, filled, form_of
from tests.requests_app.postings import WITH_CLIENT

MARK = "kanarie"
TODAY = date(2026, 11, 20)
TALK = date(2026, 12, 10)


def canary(name: str) -> str:
    return f"{MARK}{name}zqx"


TYPED = {
    **WITH_CLIENT,
    "client_name": canary("naam"),
    "file_reference": canary("dossier"),
    "language_note": canary("streek"),
    "question": canary("vraag"),
    "sensitive_points": canary("gevoelig"),
    "avoided_supporter": canary("nietdeze"),
    "location_kind": "home",
    "home_address": canary("adres"),
    "location_address": "",
    "consent_given_on": "2026-11-19",
    "date_1": TALK.isoformat(),
}


class Life:
    """A request and everybody around it, on pages only."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock = clock
        self.visited: list[str] = []
        self.requester = Client()
        self.coach = Client()
        self.coach.force_login(make_user("coach"))

    def ask(self) -> None:
        answer = self._did(fill_in(self.requester, "/aanvragen/", TYPED, wait=self.wait))
        self.link = answer["Location"].partition("bedankt/")[0]
        self.request = ConsultRequest.objects.get()

    def by_requester(self, page: str, *, action: str = "", **typed: object) -> HttpResponse:
        return self._did(fill_in(self.requester, self.link + page, typed, action=action))

    def by_coach(self, slug: str, **typed: object) -> None:
        self._did(fill_in(self.coach, action(self.request, slug), typed))

    def noted(self) -> None:
        page = change(self.request)
        self._did(fill_in(self.coach, page, {"body": canary("nota")}, action="nota/"))

    def wait(self) -> None:
        self.clock.shift(timedelta(seconds=30))

    def later(self, day: date, hour: int) -> None:
        self.clock.move_to(rules.brussels_moment(day, time(hour)))
        for client, name in ((self.coach, "coach"),):
            client.force_login(User.objects.get(username=name))

    def _did(self, answer: HttpResponse) -> HttpResponse:
        assert answer.status_code == 302, answer.content.decode()
        self.visited.append(answer["Location"])
        sweep()
        return answer


@pytest.fixture
def life(db, caplog) -> Iterator[Life]:
    """From the form to feedback and a follow-up, with every word that can be said on the way."""
    caplog.set_level(logging.DEBUG)
    helper = make_supporter("Verzonnen")
    with time_machine.travel(rules.brussels_moment(TODAY, time(10)), tick=False) as clock:
        life = Life(clock)
        life.ask()
        talk_it_over(life)
        agree_on_a_moment(life, helper)
        life.later(TALK, 16)
        after_the_talk(life)
        yield life


def talk_it_over(life: Life) -> None:
    life.by_coach("opnemen")
    life.by_coach("vraag-stellen", question=canary("onzevraag"))
    life.by_requester("antwoorden/", answer=canary("antwoord"))
    life.noted()


def agree_on_a_moment(life: Life, helper: Supporter) -> None:
    """Proposed, another one suggested, planned, somebody else wished, planned again."""
    proposal = {"day_1": "2026-12-08", "hour_1": "10:00", "supporter": helper.pk}
    life.by_coach("voorstellen", **proposal)
    own = {"date_1": TALK.isoformat(), "time_1": "14:00", "message": canary("bericht")}
    life.by_requester("moment/", answer="none", **own)
    start = rules.brussels_moment(TALK, time(14)).isoformat()
    life.by_coach("inplannen", wish=start, supporter=helper.pk)


def after_the_talk(life: Life) -> None:
    life.by_coach("doorgegaan")
    life.by_requester("feedback/", helped="yes", worked_well="yes", words=canary("feedback"))
    break_down(life)


def break_down(life: Life) -> None:
    """A page fails with the client's name in its hands; the log tells of it."""
    life.requester.raise_request_exception = False
    with patch("requests_app.views.asking.submission_of", side_effect=RuntimeError("stuk")):
        page = life.requester.get("/aanvragen/")
        sent = filled(form_of(page), {**TYPED, "date_1": "2027-01-14"})
        life.wait()
        answer = life.requester.post("/aanvragen/", sent, content_type=FORM)
    assert answer.status_code == 500
    assert hits(answer.content.decode()) == set()


def sweep() -> None:
    for pk in OutgoingMail.objects.due(timezone.now()).values_list("pk", flat=True):
        deliver(pk, now=timezone.now())


def hits(text: str) -> set[str]:
    return set(re.findall(rf"{MARK}\w+zqx", text))


def test_the_pages_meant_for_it_show_them(life):
    desk = life.coach.get(change(life.request)).content.decode()
    block = life.coach.post(reverse("admin:coaching_deskrequest_client", args=[life.request.pk]))
    seen = hits(desk) | hits(block.content.decode())

    assert seen == {value for value in TYPED.values() if MARK in str(value)} | {
        canary("onzevraag"),
        canary("antwoord"),
        canary("nota"),
        canary("bericht"),
        canary("feedback"),
    }


def test_the_database_stores_none_of_them(life):
    assert {(table, word) for table, value in contents.values() for word in hits(value)} == set()


def test_no_mail_holds_one(life):
    assert len(mail.outbox) >= 8
    for message in mail.outbox:
        raw = message.message()
        parts = [part.get_payload(decode=True) or b"" for part in raw.walk()]
        everything = [str(raw.items()), *(part.decode("utf-8", "replace") for part in parts)]
        assert hits(" ".join(everything)) == set()


def test_no_log_holds_one(life, caplog):
    records = caplog.get_records("setup")
    told = "\n".join(f"{caplog.handler.format(record)} {record.__dict__}" for record in records)

    assert "RuntimeError" in told
    assert hits(told) == set()


def test_no_session_holds_one(life):
    kept = [session.get_decoded() for session in Session.objects.order_by("pk")]

    assert hits(str(kept)) == set()


def test_no_address_holds_one(life):
    assert hits(unquote(" ".join(life.visited))) == set()


def test_finance_finds_none(life, client):
    client.force_login(make_user("finance", group="finance"))
    found: set[str] = set()
    get = client.get

    def listening(*args, **kwargs):
        response = get(*args, **kwargs)
        found.update(hits(response.content.decode("utf-8", "replace")))
        return response

    client.get = listening
    answers = crawl(client, ["/beheer/"])

    assert len(answers) > 10
    assert found == set()
