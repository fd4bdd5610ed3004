"""The free agreement to learn from a talk: given, withdrawn, and never without the first one."""

from datetime import timedelta
from time import sleep

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from requests_app.errors import RuleViolation
from requests_app.models import ConsentText, LearningConsent
from requests_app.selectors import forget_reference
from requests_app.services import (
    Actor,
    give_learning,
    submit_request,
    withdraw_consent,
    withdraw_learning,
)
from requests_app.services import learning as service
from tests.factories import make_request, make_user
from tests.requests_app.submissions import NOW, with_client, without_client
from tests.threads import together

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def text():
    return ConsentText.objects.get(purpose="learning")


def kept():
    rows = LearningConsent.objects.order_by("pk")
    return list(rows.values_list("given", "text_version__version", "text", "at", "actor", "by"))


def test_tick_on_the_form_is_stored_with_the_request():
    submit_request(with_client(learning=text()), now=NOW)

    assert kept() == [(True, 1, text().text, NOW, "requester", None)]


@pytest.mark.parametrize("submission", [with_client, without_client])
def test_without_a_tick_there_is_no_row(submission):
    submit_request(submission(), now=NOW)

    assert kept() == []


def test_without_a_client_a_tick_means_nothing():
    submit_request(without_client(learning=text()), now=NOW)

    assert kept() == []


def test_agreement_is_given_later_and_withdrawn_by_a_new_row():
    request = submit_request(with_client(), now=NOW)
    coach = make_user()

    give_learning(request.pk, shown=1, actor=Actor.requester(), now=NOW)
    withdraw_learning(request.pk, actor=Actor.staff(coach), now=LATER)

    words = text().text
    assert kept() == [
        (True, 1, words, NOW, "requester", None),
        (False, 1, words, LATER, "staff", coach.pk),
    ]


def test_the_same_word_twice_is_one_row():
    request = submit_request(with_client(), now=NOW)

    withdraw_learning(request.pk, actor=Actor.requester(), now=NOW)
    for _ in range(2):
        give_learning(request.pk, shown=1, actor=Actor.requester(), now=NOW)
    for _ in range(2):
        withdraw_learning(request.pk, actor=Actor.requester(), now=LATER)
    give_learning(request.pk, shown=1, actor=Actor.requester(), now=LATER)

    assert [row[0] for row in kept()] == [True, False, True]


@pytest.mark.parametrize("shown", [None, 0, 1])
def test_agreement_is_to_the_text_that_was_shown(shown):
    request = submit_request(with_client(), now=NOW)
    ConsentText.objects.create(purpose="learning", version=2, text="Nieuw.")
    forget_reference()

    with pytest.raises(RuleViolation, match="De tekst is vernieuwd") as refused:
        give_learning(request.pk, shown=shown, actor=Actor.requester(), now=NOW)

    assert (refused.value.field, kept()) == ("learning", [])


def test_withdrawal_is_of_the_text_that_was_agreed_to():
    request = submit_request(with_client(learning=text()), now=NOW)
    ConsentText.objects.create(purpose="learning", version=2, text="Nieuw.")
    forget_reference()

    withdraw_learning(request.pk, actor=Actor.requester(), now=LATER)

    assert [row[:2] for row in kept()] == [(True, 1), (False, 1)]


def test_without_an_agreement_to_the_request_there_is_none_to_learn():
    request = submit_request(without_client(), now=NOW)

    with pytest.raises(RuleViolation, match="alleen als er een akkoord van de cliënt is"):
        give_learning(request.pk, shown=1, actor=Actor.requester(), now=NOW)

    assert kept() == []


def test_withdrawing_everything_ends_learning_too_and_for_good():
    request = submit_request(with_client(learning=text()), now=NOW)

    withdraw_consent(request.pk, actor=Actor.requester(), now=LATER)

    assert [(row[0], row[3]) for row in kept()] == [(True, NOW), (False, LATER)]
    with pytest.raises(RuleViolation, match="alleen als er een akkoord van de cliënt is"):
        give_learning(request.pk, shown=1, actor=Actor.requester(), now=LATER)


def test_what_was_said_is_never_changed_nor_removed():
    request = submit_request(with_client(learning=text()), now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        LearningConsent.objects.update(given=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningConsent.objects.all().delete()

    assert [row[0] for row in kept()] == [True]
    assert "Amina" not in str(LearningConsent.objects.get())
    assert str(request.pk) in str(LearningConsent.objects.get())


def given_together(monkeypatch, request):
    """How many rows come of four clicks at one moment, when each looks before it writes."""
    last = service._last

    def slowly(locked):
        found = last(locked)
        sleep(0.1)
        return found

    monkeypatch.setattr(service, "_last", slowly)
    give = {"shown": 1, "actor": Actor.requester(), "now": NOW}
    together(4, lambda _: give_learning(request.pk, **give))
    return LearningConsent.objects.count()


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_are_one_agreement(monkeypatch):
    assert given_together(monkeypatch, make_request()) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_be_more(monkeypatch):
    """The positive control: these threads do meet."""
    request = make_request()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())

    assert given_together(monkeypatch, request) > 1
