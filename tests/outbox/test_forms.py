"""Own words are judged beside the field before any mail shows them."""

import pytest

from outbox.forms import MailTextForm
from outbox.models import MailText

KIND = "requests.copy"


def judged(**words: str) -> dict[str, list[str]]:
    typed = {"subject": "", "opening": "", "closing": "", "active": "on", **words}
    form = MailTextForm(typed, instance=MailText(kind=KIND))
    return {name: list(map(str, errors)) for name, errors in form.errors.items()}


def test_words_with_what_the_kind_knows_are_fine():
    assert judged(opening="Dag {naam}, aanvraag {nummer} is er.", closing="Tot gauw.") == {}


@pytest.mark.parametrize("field", ["opening", "closing"])
@pytest.mark.parametrize("words", ["Dag {cliënt}", "Dag {naam", "Dag naam}", "{naam.email}"])
def test_words_that_no_mail_can_fill_in_are_refused_beside_the_field(field, words):
    assert list(judged(**{field: words})) == [field]


def test_nothing_is_filled_in_a_subject():
    assert list(judged(subject="bericht voor {naam}")) == ["subject"]


def test_a_subject_is_one_line():
    form = MailTextForm(
        {"subject": "goed\n ontvangen ", "opening": "", "closing": "", "active": "on"},
        instance=MailText(kind=KIND),
    )

    assert form.is_valid()
    assert form.cleaned_data["subject"] == "goed ontvangen"


def test_a_kind_that_is_gone_knows_nothing():
    form = MailTextForm({"opening": "Dag {naam}"}, instance=MailText(kind="weg"))

    assert list(form.errors) == ["opening"]
