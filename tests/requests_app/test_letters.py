"""The mails around the requester's page: to whom, in which words, and what they never hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from time_machine import travel

from outbox.delivery import deliver
from outbox.mails import label_of, refs_of, titles_of
from outbox.models import OutgoingMail
from outbox.states import State as MailState
from requests_app import codes, letters, links
from requests_app.choices import State
from requests_app.models import AccessCode, ContactChange, LinkRequest
from requests_app.services import (
    Answers,
    ContactDetails,
    answer_question,
    ask_for_links,
    change_contact,
    give_feedback,
    send_code,
)
from tests.factories import NOW, make_request

pytestmark = pytest.mark.django_db

NEW = ContactDetails("Wout Verzinsel", "", "wout@school.voorbeeld.be", "016 99 99 99")


@pytest.fixture(autouse=True)
def _friday():
    with travel(NOW, tick=False):
        yield


def row_of(kind):
    return OutgoingMail.objects.get(kind=kind)


def outcome(kind, *, now=NOW):
    """Send what waits of this kind, as the worker does."""
    with travel(now, tick=False):
        return deliver(row_of(kind).pk, now=now)


def sent(kind):
    assert outcome(kind) == MailState.SENT
    return mail.outbox[-1]


def words(message):
    return message.body.partition("\n--")[0].strip()


def whole(message):
    html = message.alternatives[0].content
    return "\n".join([message.subject, *message.to, *message.reply_to, message.body, html])


# --- Codes -------------------------------------------------------------------------------------


def test_the_code_stands_in_the_mail_and_not_in_its_subject():
    request = make_request()
    row = send_code(request.pk, now=NOW)
    code = codes.code_of(row)

    message = sent("requests.access_code")

    assert message.to == ["noor@school.voorbeeld.be"]
    assert message.subject == f"Aanvraag {request.reference}: je code"
    assert (
        words(message)
        == f"""\
Dag Noor Voorbeeld,

Hier is je code om de volledige aanvraag {request.reference} te zien.

{code}

De code werkt tot 10.15 uur, één keer. Geef ze aan niemand door.

Vroeg je geen code? Dan kent iemand anders de link naar je aanvraag.
Bel of mail ons."""
    )
    assert code in message.alternatives[0].content
    assert links.token_for(request) not in whole(message)


@pytest.mark.parametrize(
    ("change", "later"),
    [
        ({}, timedelta(minutes=15)),
        ({"used_at": NOW}, timedelta(0)),
        ({"tries": 5}, timedelta(0)),
    ],
)
def test_a_code_that_is_worth_nothing_is_not_sent(change, later):
    send_code(make_request().pk, now=NOW)
    AccessCode.objects.update(**change)

    assert outcome("requests.access_code", now=NOW + later) == MailState.CANCELLED


def test_of_two_codes_only_the_newer_is_sent():
    request = make_request()
    old = send_code(request.pk, now=NOW)
    new = send_code(request.pk, now=NOW + timedelta(seconds=1))
    rows = {row.ref: row.pk for row in OutgoingMail.objects.order_by("pk")}

    assert deliver(rows[str(old.pk)], now=NOW) == MailState.CANCELLED
    assert deliver(rows[str(new.pk)], now=NOW + timedelta(seconds=1)) == MailState.SENT


def test_a_code_that_went_with_a_change_of_address_is_not_sent():
    request = make_request()
    send_code(request.pk, now=NOW)
    change_contact(request.pk, NEW, now=NOW, version=1)

    assert outcome("requests.access_code") == MailState.CANCELLED


# --- Addresses ---------------------------------------------------------------------------------


def test_the_old_address_hears_of_the_change_and_not_the_new_address():
    request = make_request()
    change_contact(request.pk, NEW, now=NOW, version=1)

    message = sent("requests.old_address")

    assert message.to == ["noor@school.voorbeeld.be"]
    assert message.subject == f"Aanvraag {request.reference}: het e-mailadres is veranderd"
    assert message.reply_to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert (
        words(message)
        == f"""\
Dag Wout Verzinsel,

Het e-mailadres van aanvraag {request.reference} is veranderd.
Onze mails gaan voortaan naar het nieuwe adres.

Veranderd op vrijdag 20 november 2026 om 10.00 uur.

Was jij dit, of een collega die het overneemt? Dan hoef je niets te doen.

Was jij dit niet? Antwoord op deze mail of bel ons. Dan zetten we het recht."""
    )
    assert "wout@" not in whole(message)
    assert links.token_for(request) not in whole(message)


def test_the_new_address_gets_the_link():
    request = make_request()
    change_contact(request.pk, NEW, now=NOW, version=1)

    message = sent("requests.new_address")

    assert message.to == ["wout@school.voorbeeld.be"]
    assert message.subject == f"Aanvraag {request.reference}: dit e-mailadres hoort er nu bij"
    assert (
        words(message)
        == f"""\
Dag Wout Verzinsel,

Dit e-mailadres hoort nu bij aanvraag {request.reference}.
Onze mails komen voortaan hier aan.

Bekijk de aanvraag:
http://testserver/aanvraag/{links.token_for(request)}/

Geef de link niet door: wie hem heeft, ziet de aanvraag.

Ken je deze aanvraag niet? Antwoord dan op deze mail."""
    )


def test_an_address_in_between_gets_no_link():
    request = make_request()
    change_contact(request.pk, replace(NEW, email="typfout@elders.be"), now=NOW, version=1)
    first = row_of("requests.new_address")
    change_contact(request.pk, NEW, now=NOW + timedelta(minutes=1), version=1)

    assert deliver(first.pk, now=NOW) == MailState.CANCELLED
    assert [row.old_email for row in ContactChange.objects.order_by("at")] == [
        "noor@school.voorbeeld.be",
        "typfout@elders.be",
    ]


@pytest.mark.parametrize("kind", ["requests.old_address", "requests.new_address"])
def test_a_change_that_is_forgotten_is_not_told(kind):
    change_contact(make_request().pk, NEW, now=NOW, version=1)
    ContactChange.objects.all().delete()

    assert outcome(kind) == MailState.CANCELLED


# --- Lost links --------------------------------------------------------------------------------


def test_lost_links_lists_what_still_opens():
    request = make_request(State.PLANNED, submitted_at=NOW - timedelta(days=3))
    closed = make_request(
        State.CANCELLED,
        closed_at=NOW - timedelta(days=89),
        submitted_at=NOW - timedelta(days=95),
        answer_due=(NOW + timedelta(days=7)).date(),
    )
    make_request(State.CANCELLED, closed_at=NOW - timedelta(days=91))
    make_request(requester_email="iemand.anders@school.voorbeeld.be")
    ask_for_links("NOOR@school.voorbeeld.be", now=NOW)

    message = sent("requests.lost_links")

    assert message.to == ["noor@school.voorbeeld.be"]
    assert message.subject == "De links van je aanvragen"
    assert (
        words(message)
        == f"""\
Dag,

Je vroeg de links van je aanvragen bij ons. Hier zijn ze.

Aanvraag {request.reference} (Ingepland)
http://testserver/aanvraag/{links.token_for(request)}/

Aanvraag {closed.reference} (Geannuleerd)
http://testserver/aanvraag/{links.token_for(closed)}/

Geef een link niet door: wie hem heeft, ziet de aanvraag.
Aanvragen die al langer afgesloten zijn, staan hier niet meer bij.

Vroeg je dit niet? Dan hoef je niets te doen."""
    )
    assert f'href="http://testserver/aanvraag/{links.token_for(request)}/"' in whole(message)


def test_an_unknown_address_gets_no_mail():
    make_request()
    ask_for_links("iemand@elders.be", now=NOW)

    assert outcome("requests.lost_links") == MailState.CANCELLED
    assert mail.outbox == []


def test_a_question_for_links_that_was_erased_gets_no_mail():
    make_request()
    ask_for_links("noor@school.voorbeeld.be", now=NOW)
    LinkRequest.objects.all().delete()

    assert outcome("requests.lost_links") == MailState.CANCELLED


# --- Notices -----------------------------------------------------------------------------------


def test_the_coaches_hear_of_an_answer_and_not_what_it_says():
    request = make_request(State.INFO_NEEDED)
    answer_question(request.pk, "Amina komt met haar zus.", now=NOW)

    message = sent("requests.info_answered_notice")

    assert message.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert message.subject == f"Aanvraag {request.reference}: antwoord op jullie vraag"
    assert "Basisschool De Fictie antwoordde op jullie vraag" in message.body
    assert "Antwoord beloofd ten laatste op: woensdag 25 november 2026" in message.body
    assert [
        word for word in ("Amina", "zus", links.token_for(request)) if word in whole(message)
    ] == []


def test_the_coaches_hear_of_feedback_and_not_what_it_says():
    request = make_request(State.COMPLETED)
    give_feedback(request.pk, Answers("no", "no", "De CSO was te laat."), now=NOW)

    message = sent("requests.feedback_notice")

    assert message.subject == f"Aanvraag {request.reference}: feedback na het gesprek"
    assert "Basisschool De Fictie gaf feedback na het gesprek" in message.body
    assert "te laat" not in whole(message)


# --- For staff ---------------------------------------------------------------------------------


def test_staff_see_about_which_request_a_mail_is_and_never_an_address():
    request = make_request()
    send_code(request.pk, now=NOW)
    change_contact(request.pk, NEW, now=NOW, version=1)
    ask_for_links("noor@school.voorbeeld.be", now=NOW)
    rows = list(OutgoingMail.objects.order_by("kind"))
    titles = titles_of(rows)

    # The code's row went with the change of address.
    assert [
        (row.kind, titles[str(row.pk)]) for row in rows if row.kind != "requests.access_code"
    ] == [
        ("requests.lost_links", "verloren links"),
        ("requests.new_address", request.reference),
        ("requests.old_address", request.reference),
    ]
    change = ContactChange.objects.get()
    assert str(change.pk) in refs_of(request.reference.lower())
    assert label_of("requests.access_code") == "je code (aan hulpverlener)"
    assert label_of("requests.lost_links") == "verloren links (aan hulpverlener)"


def test_where_a_stranger_decides_there_is_a_cap():
    """Nobody's mailbox can be flooded with them; the old address always hears of a change."""
    assert letters.NewAddress.capped
    assert letters.LostLinks.capped
    assert not letters.OldAddress.capped
    assert letters.for_code(AccessCode(), origin="net").origin == "net"
