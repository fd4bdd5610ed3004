"""Words from outside a request: kept once, dealt with once."""

import uuid
from datetime import date, timedelta
from threading import Barrier

import pytest

from outbox.models import OutgoingMail
from requests_app.errors import RuleViolation
from requests_app.models import Introduction, Organisation, PageFeedback
from requests_app.services import (
    ask_introduction,
    mark_feedback_handled,
    mark_introduced,
    report_page,
    voices,
)
from tests.factories import NOW, make_organisation, make_user
from tests.threads import together

FIELDS = {
    "organisation_name": "CAW  Nergens-Brabant",
    "organisation_type_id": "caw",
    "name": "Fatma Verdicht",
    "email": "fatma@caw.voorbeeld.be",
    "phone": "016 12 34 56",
    "words": "Liefst na vier uur.",
}
LATER = NOW + timedelta(days=3)


def asked(**changes):
    token = uuid.uuid4()
    assert ask_introduction(token, {**FIELDS, **changes}, origin="dag", now=NOW)
    return token


def reported():
    token = uuid.uuid4()
    assert report_page(token, {"page": "/", "words": "Fout."}, now=NOW)
    return token


@pytest.mark.django_db
def test_same_token_twice_is_one_question():
    token = asked()

    assert ask_introduction(token, {**FIELDS, "name": "Ander"}, origin="", now=LATER) is False

    assert [row.name for row in Introduction.objects.all()] == ["Fatma Verdicht"]
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_same_token_twice_is_one_word():
    token = reported()

    assert report_page(token, {"page": "/", "words": "Anders."}, now=LATER) is False

    assert [row.words for row in PageFeedback.objects.all()] == ["Fout."]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
def test_acquaintance_makes_an_organisation_that_waits_for_a_look():
    coach = make_user()

    organisation = mark_introduced(asked(), by=coach, now=LATER)

    kept = Introduction.objects.get()
    assert (kept.handled_at, kept.handled_by, kept.organisation) == (LATER, coach, organisation)
    assert kept.words == "Liefst na vier uur."
    assert list(
        Organisation.objects.values_list("name", "type_id", "introduced_on", "checked_on")
    ) == [("CAW Nergens-Brabant", "caw", date(2026, 11, 23), None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [(None, date(2026, 11, 23)), (date(2024, 5, 6), date(2024, 5, 6))],
)
def test_known_organisation_is_linked_and_an_earlier_acquaintance_stays(before, after):
    known = make_organisation("CAW NERGENS-brabant", introduced_on=before, checked_on=NOW.date())

    mark_introduced(asked(), by=make_user(), now=LATER)

    known.refresh_from_db()
    assert (known.name, known.type_id, known.introduced_on) == (
        "CAW NERGENS-brabant",
        "school",
        after,
    )
    assert Introduction.objects.get().organisation == known
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_what_was_dealt_with_is_not_dealt_with_again():
    first, second = make_user(), make_user("coach2")
    question, word = asked(), reported()
    mark_introduced(question, by=first, now=LATER)
    mark_feedback_handled(word, by=first, now=LATER)

    for again in (mark_introduced, mark_feedback_handled):
        token = question if again is mark_introduced else word
        with pytest.raises(RuleViolation, match="Een collega heeft dit al behandeld"):
            again(token, by=second, now=LATER + timedelta(days=1))

    for row in (Introduction.objects.get(), PageFeedback.objects.get()):
        assert (row.handled_at, row.handled_by) == (LATER, first)
    assert PageFeedback.objects.get().words == "Fout."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [mark_introduced, mark_feedback_handled])
def test_two_colleagues_at_once_deal_with_it_once(again):
    users = [make_user(), make_user("coach2")]
    token = asked() if again is mark_introduced else reported()

    results = together(2, lambda number: again(token, by=users[number], now=LATER))

    assert sum(isinstance(result, RuleViolation) for result in results) == 1
    assert sum(isinstance(result, Exception) for result in results) == 1
    assert Organisation.objects.count() == (1 if again is mark_introduced else 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_colleagues_would_deal_with_it(monkeypatch):
    """The positive control of the test above."""
    users, token, both = [make_user(), make_user("coach2")], reported(), Barrier(2, timeout=30)

    def unlocked(model, pk):
        row = model.objects.get(pk=pk)
        both.wait()
        return row

    monkeypatch.setattr(voices, "_lock", unlocked)

    results = together(2, lambda number: mark_feedback_handled(token, by=users[number], now=LATER))

    assert results == [None, None]


@pytest.mark.django_db(transaction=True)
def test_two_postings_at_once_are_one_question():
    token = uuid.uuid4()

    results = together(2, lambda _: ask_introduction(token, FIELDS, origin="dag", now=NOW))

    assert sorted(results) == [False, True]
    assert (Introduction.objects.count(), OutgoingMail.objects.count()) == (1, 2)
