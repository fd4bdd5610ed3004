"""The mails around the accounts, to the letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.mails import compose
from outbox.models import OutgoingMail
from requests_app import account_mails
from requests_app.models import LoginMail
from tests.factories import NOW, make_contact

pytestmark = pytest.mark.django_db
FOOT = """
--
OCMW Leuven
Andreas Vesaliusstraat 47, 3000 Leuven
ondersteuningvluchtelingen@ocmw-leuven.be
http://testserver
"""


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def message(entry):
    return compose(OutgoingMail(kind=entry.kind, ref=entry.ref, message_id="<1@voorbeeld.be>"))


def read(mail):
    return "\n".join(line.rstrip() for line in mail.body.splitlines()) + "\n"


def login_mail(code="12345678", **fields):
    row = {"email": "noor@school.voorbeeld.be", "code": code, "created_at": NOW}
    return LoginMail.objects.create(**{**row, **fields})


def test_the_code():
    mail = message(account_mails.for_login(login_mail(), origin=""))

    assert (mail.to, mail.subject) == (["noor@school.voorbeeld.be"], "Je code om in te loggen")
    assert read(mail) == (
        "Dag,\n\n"
        "Je vroeg een code om in te loggen bij Mijn aanvragen.\n\n"
        "Je code: 1234 5678\n\n"
        "Ze werkt 10 minuten, één keer, op de pagina waar je ze vroeg. Geef ze aan niemand door:"
        " wij vragen er nooit naar.\n\n"
        "Vroeg je geen code? Dan hoef je niets te doen.\n" + FOOT
    )
    html = mail.alternatives[0].content
    assert "1234 5678" in html
    assert "href=" not in html.partition("</strong>")[0]


def test_no_mail_without_a_code_and_none_that_comes_too_late():
    unknown = login_mail(code="")
    old = login_mail(created_at=NOW - timedelta(minutes=10))

    assert message(account_mails.for_login(unknown, origin="")) is None
    assert message(account_mails.for_login(old, origin="")) is None


def test_access_that_is_ready():
    mail = message(account_mails.for_ready(make_contact()))

    assert (mail.to, mail.subject) == (
        ["noor@school.voorbeeld.be"],
        "Je toegang tot Mijn aanvragen is klaar",
    )
    assert read(mail) == (
        "Dag Noor Voorbeeld,\n\n"
        "Je toegang is klaar. Je ziet nu alle aanvragen van Basisschool De Fictie, de gratis"
        " gesprekken, de overeenkomst en de facturen.\n\n"
        "Log in met dit e-mailadres. Je hebt geen wachtwoord nodig: je krijgt telkens een code per"
        " mail.\nhttp://testserver/mijn/\n\n"
        "Werk je er niet meer? Antwoord dan op deze mail. Dan stoppen we je toegang.\n" + FOOT
    )
    assert "http://testserver/mijn/" in mail.alternatives[0].content


def test_no_word_of_access_that_was_stopped_meanwhile():
    entry = account_mails.for_ready(make_contact(ended_at=timezone.now()))

    assert message(entry) is None


def test_the_notice_to_the_coaches_names_nobody():
    contact = make_contact(confirmed=False)
    mail = message(account_mails.for_waiting(contact, origin=""))

    assert mail.subject == "Iemand vraagt toegang tot Mijn aanvragen"
    assert mail.to == ["ondersteuningvluchtelingen@ocmw-leuven.be"]
    assert read(mail) == (
        "Dag collega's,\n\n"
        "Iemand vraagt toegang tot de aanvragen van een organisatie. Het e-mailadres is bewezen"
        " met een code. Jullie beslissen of deze persoon daar werkt.\n\n"
        "Kijk na en bevestig of weiger:\n"
        f"http://testserver/beheer/requests_app/contactperson/{contact.pk}/beslissen/\n" + FOOT
    )
    assert "Noor" not in mail.alternatives[0].content


def test_no_notice_of_somebody_who_was_decided_about():
    assert message(account_mails.for_waiting(make_contact(), origin="")) is None


@pytest.mark.parametrize(
    "kind", [account_mails.LoginCode, account_mails.AccessReady, account_mails.AccessNotice]
)
def test_staff_read_what_it_is_and_never_about_whom(kind):
    assert kind.titles(["1", "2"]) == {
        "1": "toegang tot Mijn aanvragen",
        "2": "toegang tot Mijn aanvragen",
    }
    assert kind.refs_of("toegang tot Mijn aanvragen") == []
    assert "aan" in kind.label()


def test_only_mails_to_whom_a_stranger_chooses_are_capped():
    assert account_mails.LoginCode.capped
    assert not account_mails.AccessReady.capped
