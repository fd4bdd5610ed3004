"""The service's own words: they replace words and no facts, and never keep a mail from going."""

import logging

import pytest
from django.contrib.auth.models import User

from outbox.delivery import deliver
from outbox.errors import WordsInvalid
from outbox.mails import OwnWords, Placeholder, compose, preview
from outbox.mails.words import fill, paragraphs
from outbox.models import MailText
from outbox.states import State
from tests.outbox.conftest import NOW
from tests.outbox.kinds import KINDS, PERSON, Hello

pytestmark = pytest.mark.django_db

KNOWN = {"naam": Placeholder("de naam", "Zahra"), "nummer": Placeholder("het nummer", "7")}


@pytest.fixture
def write(db):
    """Let the service write words for a kind."""

    def wrote(kind="trial.words", **words):
        return MailText.objects.create(kind=kind, updated_at=NOW, **words)

    return wrote


def both(message):
    return message.body, message.alternatives[0][0]


def test_words_take_the_place_of_the_opening_and_facts_stay(queued, write):
    write(opening="Beste {naam},\n\nHier is\nje proef.", closing="Tot gauw, {naam}!")
    text, html = both(compose(queued("trial.words")))
    assert text.startswith(
        f"Beste {PERSON},\n\nHier is\nje proef.\n\nFeit: 7\n\nTot gauw, {PERSON}!\n\n-- "
    )
    assert "Gewone woorden" not in text + html
    assert "Beste Zahra O&#x27;Kanarie &lt;3,</p>" in html
    assert "Hier is<br>\nje proef.</p>" in html
    assert "Feit: 7" in html


def test_without_words_the_built_in_ones_stand(queued, write):
    write("trial.other", opening="Niet hier.")
    text, _ = both(compose(queued("trial.words")))
    assert text.startswith("Gewone woorden.\n\nFeit: 7\n\n-- ")


def test_words_that_are_not_in_use_stay_out(queued, write):
    write(opening="Beste", active=False)
    assert compose(queued("trial.words")).body.startswith("Gewone woorden.")


def test_empty_words_change_nothing(queued, write):
    write()
    assert compose(queued("trial.words")).body.startswith("Gewone woorden.")


def test_own_subject_comes_after_what_the_mail_is_about(queued, write):
    write(subject="je  proef is er ")
    assert compose(queued("trial.words")).subject == "Proef 7: je  proef is er"
    MailText.objects.update(kind="trial.hello")
    assert compose(queued("trial.hello")).subject == "je  proef is er"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"opening": "Dag {naam"}, "braces"),
        ({"closing": "Dag naam}"}, "braces"),
        ({"opening": "Dag {}"}, "braces"),
        ({"opening": "Dag {{ naam }}"}, "braces"),
        ({"opening": "Dag {client}"}, "unknown-word"),
        ({"closing": "Dag {naam.__class__}"}, "unknown-word"),
        ({"opening": "Dag {leeg}"}, "value-missing"),
        ({"subject": "over {naam}"}, "subject"),
        ({"subject": "een\nBcc: b@voorbeeld.be"}, "subject"),
    ],
)
def test_wrong_words_are_left_out_and_the_mail_goes(queued, write, caplog, words, problem):
    caplog.set_level(logging.DEBUG)
    text = write(**words)
    mail = queued("trial.words")
    message = compose(mail)
    assert message.body.startswith("Gewone woorden.")
    assert (message.subject, message.to, message.bcc) == ("Proef 7: gewoon", message.to, [])
    assert deliver(mail.pk, now=NOW) == State.SENT
    text.refresh_from_db()
    assert text.problem == problem
    assert f"own words of trial.words are left out: {problem}" in caplog.text
    assert not [part for part in words.values() if part in caplog.text]


def test_values_that_cannot_be_found_keep_no_mail_back(queued, write, monkeypatch, caplog):
    def broken(self, obj):
        raise KeyError(PERSON)

    text = write(opening="Dag {naam}")
    monkeypatch.setattr(KINDS[-1], "values", broken)
    assert compose(queued("trial.words")).body.startswith("Gewone woorden.")
    text.refresh_from_db()
    assert text.problem == "values-KeyError"
    assert PERSON not in caplog.text


def test_value_is_filled_in_once_and_is_no_recipe_of_its_own():
    own = fill(MailText(opening="{naam}"), {"naam": "{nummer} <b>", "nummer": "7"}, known=KNOWN)
    assert (own.opening, own.opening_html) == (
        "{nummer} <b>",
        '<p style="margin:0 0 16px;">{nummer} &lt;b&gt;</p>',
    )


def test_paragraphs_keep_lines_and_drop_emptiness():
    assert paragraphs("\n\n a\nb \n \n\nc\n") == (
        '<p style="margin:0 0 16px;">a<br>\nb</p>\n<p style="margin:0 0 16px;">c</p>'
    )
    assert paragraphs("") == ""


def test_preview_fills_in_examples_and_keeps_nothing(write):
    found = preview(KINDS[-1], MailText(subject="nieuw", opening="Dag {naam},", closing=""))
    assert (found.subject, found.is_whole) == ("Proef 7: nieuw", True)
    assert found.text.startswith("Dag Zahra,\n\nFeit: 7")
    assert "Dag Zahra,</p>" in found.html
    assert MailText.objects.count() == 0


def test_preview_of_a_kind_that_invents_nothing_shows_the_words_alone():
    found = preview(Hello, MailText(opening="Dag allemaal,"))
    assert (found.subject, found.is_whole) == ("trial.hello", False)
    assert found.text.startswith("Dag allemaal,\n\n[Hier staan de vaste gegevens")
    plain = preview(Hello, None)
    assert plain.text.startswith("[Hier staan de gewone woorden van deze mail.]")


def test_preview_of_wrong_words_is_refused():
    with pytest.raises(WordsInvalid, match="unknown-word"):
        preview(Hello, MailText(opening="{naam}"))


def test_no_words_are_empty():
    assert OwnWords() == fill(MailText(), {}, known={})
    assert User.objects.count() == 0
