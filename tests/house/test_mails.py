"""Every mail that can leave: what it says word for word, in both twins, and what it never says.

`MAIL_SNAPSHOTS=write` writes down what the mails say now; read the difference before it is kept.
"""

import os
import re
from copy import copy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.mail import EmailMultiAlternatives

from outbox.mails import compose, registered
from outbox.models import MailText, OutgoingMail
from tests.factories import NOW
from tests.house.test_words import STIFF
from tests.mail_examples import CANARIES, CLIENT_CANARIES, EXAMPLES
from tests.outbox.kinds import KINDS as TRIALS

SNAPSHOTS = Path(__file__).parent.parent / "snapshots" / "mails"
WRITE = os.environ.get("MAIL_SNAPSHOTS") == "write"

LINK = re.compile(r"https?://[^\s<>\"]+")
# What differs from run to run, or would be a key to something.
TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?:\.\d+)?~[A-Za-z0-9_~-]+(?=/)")
KEYS = re.compile(r"(?<=/)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)(?=/)")
FACTS = re.compile(
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag \d{1,2} \w+ \d{4}"
    r"|\d{1,2}\.\d\d uur|\d+ minuten|CSO-\d{4}-\d+|€ [\d,.]+|\b\d{6}\b|\b[A-Z0-9]{4} [A-Z0-9]{4}\b"
)
ENGLISH = re.compile(
    r"\b(?:cases?|request(?:er|s)?|hello|dear|your?|click|here|please|meeting|reminder|copy|status"
    r"|None|True|False|undefined)\b",
    re.IGNORECASE,
)
KANARIE = re.compile("kanarie", re.IGNORECASE)

each_example = pytest.mark.parametrize(
    ("kind", "variant"), sorted(EXAMPLES), ids=lambda part: part or "-"
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@dataclass(frozen=True)
class Sent:
    """A mail as it goes out, and the same one with words of the service's own."""

    built_in: EmailMultiAlternatives
    own: EmailMultiAlternatives


# Making the rows of an example takes most of the time; the messages live without them.
made: dict[tuple[str, str], Sent] = {}
OWN = {"opening": "Woorden van de dienst zelf.\n\nMet een <b> en een", "closing": "Tot gauw."}


@pytest.fixture
def sent(monkeypatch):
    """Do what causes a mail, once, and make it as the worker would."""
    monkeypatch.setattr("outbox.services.wake", lambda ids: None)

    def make(kind, variant=""):
        if (kind, variant) not in made:
            EXAMPLES[kind, variant]()
            row = OutgoingMail.objects.filter(kind=kind).order_by("-created_at", "pk").first()
            assert row is not None, (
                f"the example of {kind} {variant} puts no such mail in the outbox"
            )
            built_in = compose(row)
            assert built_in is not None, f"{kind} {variant} is not wanted when the worker comes"
            MailText.objects.create(kind=kind, updated_at=NOW, **OWN)
            made[kind, variant] = Sent(built_in, compose(row))
        return made[kind, variant]

    return make


def kinds():
    trials = {trial.kind for trial in TRIALS}
    return [mail_class.kind for mail_class in registered() if mail_class.kind not in trials]


def html_of(message: EmailMultiAlternatives) -> BeautifulSoup:
    (html,) = [part.content for part in message.alternatives if part.mimetype == "text/html"]
    return BeautifulSoup(html, "lxml")


def visible(soup: BeautifulSoup) -> str:
    for hidden in soup(["style", "title", "head"]):
        hidden.decompose()
    return " ".join(
        soup.get_text(" ").replace("͏", "").replace("\N{ZERO WIDTH NON-JOINER}", "").split()
    )


def as_written(message: EmailMultiAlternatives) -> str:
    """What stands in the snapshot: without keys, which differ every time."""
    head = {
        "Onderwerp": message.subject,
        "Aan": ", ".join(message.to),
        "Antwoord aan": ", ".join(message.reply_to),
        "Bijlagen": ", ".join(str(name) for name, _, _ in message.attachments),
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    body = KEYS.sub("<sleutel>", TOKEN.sub("<link>", str(message.body)))
    return "\n".join([*lines, "", body])


def test_every_kind_has_an_example():
    """Add one to tests/mail_examples.py; it says how."""
    with_example = {kind for kind, _ in EXAMPLES}

    assert [kind for kind in kinds() if kind not in with_example] == []


def test_every_example_is_of_a_kind():
    assert [kind for kind, _ in EXAMPLES if kind not in kinds()] == []


@each_example
def test_text_is_as_agreed(kind, variant, sent):
    path = SNAPSHOTS / f"{'.'.join(part for part in (kind, variant) if part)}.txt"
    written = as_written(sent(kind, variant).built_in)
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")

    assert path.exists(), "write it down with MAIL_SNAPSHOTS=write, and read it"
    assert written == path.read_text(encoding="utf-8")


def test_no_snapshot_is_left_over():
    known = {".".join(part for part in key if part) for key in EXAMPLES}

    assert [path.name for path in SNAPSHOTS.glob("*") if path.stem not in known] == []


@each_example
def test_both_twins_hold_the_same_facts(kind, variant, sent):
    message = sent(kind, variant).built_in
    text, soup = str(message.body), html_of(message)
    links = {a["href"] for a in soup("a") if not a["href"].startswith(("tel:", "mailto:"))}
    words = visible(soup)

    assert set(LINK.findall(text)) == links
    assert set(FACTS.findall(text)) == set(FACTS.findall(words))


@each_example
def test_mail_is_whole(kind, variant, sent):
    message = sent(kind, variant).built_in
    soup = html_of(message)
    raw = message.message()

    assert len(message.to) == 1
    assert (message.cc, message.bcc) == ([], [])
    assert str(message.body).strip()
    assert soup.html["lang"] == "nl-BE"
    assert soup.find("meta", attrs={"name": "color-scheme"})["content"] == "light dark"
    assert len(message.subject) <= 110
    assert soup.title.get_text() == message.subject
    assert [table for table in soup("table") if table.get("role") != "presentation"] == []
    assert list(soup("img")) == []
    preheader = soup.body.find("div").get_text().replace("͏", "").strip("\u200c\xa0 ")
    assert 10 <= len(preheader) <= 140
    assert raw["Auto-Submitted"] == "auto-generated"
    assert raw["To"] == message.to[0]


@each_example
def test_words_are_plain_dutch(kind, variant, sent):
    message = sent(kind, variant).built_in
    said = LINK.sub("", f"{message.subject}\n{message.body}\n{visible(html_of(message))}")

    assert STIFF.findall(said) + ENGLISH.findall(said) == []


@each_example
def test_nothing_of_the_client_leaves(kind, variant, sent):
    """A mail is clear text: no canary in its subject, bodies, headers, attachments or links."""
    message = sent(kind, variant).built_in
    whole = "\n".join(parts(message.message()))
    forbidden = [*CANARIES.values(), *CLIENT_CANARIES.values()]

    assert [canary for canary in forbidden if canary in whole] == []
    assert KANARIE.findall(whole) == []


def parts(raw: EmailMessage) -> list[str]:
    """Every header and every part, decoded."""
    found = []
    for part in raw.walk():
        found += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            found.append(unquote(part.get_payload(decode=True).decode("utf-8", "replace")))
    return found


def test_canaries_are_found_where_they_stand(sent):
    """The positive control: the same reading finds them in a mail that does hold them."""
    message = copy(sent("requests.copy").built_in)
    file = f"X:{CANARIES['location_address']}".encode()
    message.attachments = []
    message.attach("afspraak.ics", file, "text/calendar")
    message.body += CLIENT_CANARIES["name"]

    assert len(KANARIE.findall("\n".join(parts(message.message())))) == 2


@each_example
def test_own_words_leave_every_fact(kind, variant, sent):
    """Moments, links, buttons and tables stand outside what the service can replace (M5)."""
    mails = sent(kind, variant)
    before, after = str(mails.built_in.body), str(mails.own.body)
    html = html_of(mails.own)

    assert after.startswith(f"{OWN['opening']}\n")
    assert OWN["closing"] in after
    assert "Met een &lt;b&gt; en een" in mails.own.alternatives[0].content
    assert LINK.findall(before) == LINK.findall(after)
    assert [a["href"] for a in html_of(mails.built_in)("a")] == [a["href"] for a in html("a")]
    assert mails.own.attachments == mails.built_in.attachments
    assert lost_facts(before, after) == []


def lost_facts(before: str, after: str) -> list[str]:
    """Facts of the built-in mail that are gone with its opening; its own number may be."""
    gone = set(FACTS.findall(before)) - set(FACTS.findall(after))
    return sorted(fact for fact in gone if not fact.startswith("CSO-"))
