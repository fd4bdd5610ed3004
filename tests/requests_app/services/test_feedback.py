"""Three questions after the talk, once."""

import pytest
from django.db import IntegrityError, transaction

from outbox.models import OutgoingMail
from privacy.models import ErasureReason
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.models import TalkFeedback
from requests_app.services import Actor, Answers, give_feedback
from requests_app.services.closing import erase_client
from tests.factories import NOW, make_request
from tests.threads import together

pytestmark = pytest.mark.django_db

ANSWERS = Answers("yes", "partly", "De CSO kwam te laat.")


def test_feedback_is_kept_and_the_coaches_are_told_without_words():
    request = make_request(State.COMPLETED)

    give_feedback(request.pk, ANSWERS, now=NOW)

    kept = TalkFeedback.objects.get(request=request)
    assert (kept.helped, kept.worked_well, kept.words, kept.at) == (
        "yes",
        "partly",
        "De CSO kwam te laat.",
        NOW,
    )
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.ref) == ("requests.feedback_notice", str(request.pk))
    assert "te laat" not in repr(ANSWERS)


@pytest.mark.parametrize("state", [state for state in State if state != State.COMPLETED])
def test_there_is_no_feedback_before_the_talk_is_registered(state):
    request = make_request(state)

    with pytest.raises(RuleViolation, match="als het gesprek geregistreerd is"):
        give_feedback(request.pk, ANSWERS, now=NOW)

    assert not TalkFeedback.objects.exists()


def test_feedback_is_given_once():
    request = make_request(State.COMPLETED)
    give_feedback(request.pk, ANSWERS, now=NOW)

    with pytest.raises(RuleViolation, match="al feedback"):
        give_feedback(request.pk, Answers("no", "no"), now=NOW)

    assert TalkFeedback.objects.get().helped == "yes"
    assert OutgoingMail.objects.count() == 1


def test_no_words_are_kept_once_the_request_was_erased():
    request = make_request(State.COMPLETED)
    erase_client(request, reason=ErasureReason.RETENTION, actor=Actor.system(), now=NOW)

    with pytest.raises(RuleViolation, match="zijn gewist"):
        give_feedback(request.pk, ANSWERS, now=NOW)

    assert not TalkFeedback.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_counts_once():
    request = make_request(State.COMPLETED)

    results = together(4, lambda _: give_feedback(request.pk, ANSWERS, now=NOW))

    assert sorted(type(result).__name__ for result in results) == [
        *["RuleViolation"] * 3,
        "TalkFeedback",
    ]
    assert OutgoingMail.objects.count() == 1


def test_the_database_knows_the_answers():
    """The constraint talk_feedback_vocabulary_known."""
    request = make_request(State.COMPLETED)

    with (
        pytest.raises(IntegrityError, match="talk_feedback_vocabulary_known"),
        transaction.atomic(),
    ):
        TalkFeedback.objects.create(request=request, helped="maybe", worked_well="yes", at=NOW)
