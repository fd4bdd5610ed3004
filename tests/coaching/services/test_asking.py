"""The coaches ask the requester something."""

from datetime import date

import pytest
from django.core import mail

from coaching import services
from outbox.delivery import deliver
from outbox.models import OutgoingMail
from outbox.states import State as MailState
from requests_app import links
from requests_app.choices import ActorKind, State
from requests_app.errors import RuleViolation, StaleRequest
from requests_app.models import ClosingDay, RequestMessage, ServiceSettings
from requests_app.selectors import forget_reference
from requests_app.services import answer_question
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

QUESTION = "Komt Amina alleen?"


def ask(request, **changes):
    arguments = {"question": QUESTION, "by": factories.make_user(), "now": NOW, **changes}
    return services.ask_info(request.pk, **arguments)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW])
def test_a_question_waits_three_working_days_while_the_clock_runs_on(state):
    request = factories.make_request(state)
    anna = factories.make_user("anna")

    ask(request, by=anna, version=request.version)

    promised = request.answer_due
    request.refresh_from_db()
    assert (request.state, request.question_due) == (State.INFO_NEEDED, date(2026, 11, 25))
    assert (request.answered_at, request.answer_due) == (None, promised)
    event = request.events.latest("version")
    assert (event.action, event.actor, event.by) == ("ask_info", ActorKind.STAFF, anna)
    message = RequestMessage.objects.get()
    assert (message.event, message.body, message.by) == (event, QUESTION, anna)


def test_the_days_are_a_setting_and_closing_days_do_not_count():
    request = factories.make_request()
    ServiceSettings.objects.update(question_working_days=2)
    ClosingDay.objects.create(day=date(2026, 11, 23), name="verlofdag")
    forget_reference()

    ask(request)

    request.refresh_from_db()
    assert request.question_due == date(2026, 11, 25)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_refused(question):
    request = factories.make_request()

    with pytest.raises(RuleViolation, match="Schrijf eerst je vraag") as refused:
        ask(request, question=question)

    assert refused.value.field == "question"
    assert not RequestMessage.objects.exists()


def test_a_question_about_an_older_version_is_refused():
    request = factories.make_request(State.IN_REVIEW)

    with pytest.raises(StaleRequest):
        ask(request, version=1)


def test_the_mail_says_where_and_until_when_and_not_what():
    request = factories.make_request()
    ask(request)

    row = OutgoingMail.objects.get()
    assert deliver(row.pk, now=NOW) == MailState.SENT

    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert message.to == ["noor@school.voorbeeld.be"]
    assert message.subject == f"Aanvraag {request.reference}: we hebben een vraag voor je"
    assert (
        message.body.partition("\n--")[0].strip()
        == f"""\
Dag Noor Voorbeeld,

De coaches hebben een vraag over aanvraag {request.reference}.
Je leest ze op de pagina van je aanvraag en antwoordt er ook.

Antwoord ten laatste op woensdag 25 november 2026. Daarna bespreken we je aanvraag
verder zonder je antwoord.

Lees en beantwoord de vraag:
http://testserver/aanvraag/{links.token_for(request)}/antwoorden/

De vraag staat niet in deze mail, want een mail is niet beveiligd."""
    )
    assert f"http://testserver/aanvraag/{links.token_for(request)}/antwoorden/" in html
    assert "woensdag 25 november 2026" in html
    assert [word for word in ("Amina", "alleen") if word in message.body + html] == []


def test_a_question_that_was_answered_is_not_mailed_any_more():
    request = factories.make_request()
    ask(request)
    first = OutgoingMail.objects.get()
    answer_question(request.pk, "Ja.", now=NOW)

    assert deliver(first.pk, now=NOW) == MailState.CANCELLED


def test_of_two_questions_only_the_later_is_mailed():
    request = factories.make_request()
    ask(request)
    first = OutgoingMail.objects.get()
    answer_question(request.pk, "Ja.", now=NOW)
    ask(request, question="En hoe laat?")
    second = OutgoingMail.objects.exclude(pk=first.pk).get(kind="coaching.info_asked")

    assert deliver(first.pk, now=NOW) == MailState.CANCELLED
    assert deliver(second.pk, now=NOW) == MailState.SENT


def test_a_question_about_a_request_that_is_gone_is_not_mailed():
    request = factories.make_request()
    ask(request)
    row = OutgoingMail.objects.get()
    OutgoingMail.objects.update(ref="00000000-0000-4000-8000-000000000000")

    assert deliver(row.pk, now=NOW) == MailState.CANCELLED
