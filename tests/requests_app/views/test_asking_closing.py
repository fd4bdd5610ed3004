"""Around a closing period, the form, the thanks page and the mail name the real dates (L3, N21)."""

from datetime import date, time, timedelta

import pytest
import time_machine

from outbox.mails import compose
from outbox.models import OutgoingMail
from requests_app import rules
from requests_app.models import ClosingDay, ConsultRequest
from requests_app.notifications import RequestCopy
from requests_app.selectors import answer_date, closing_between, forget_reference
from tests.requests_app.postings import ADDRESS, WITHOUT_CLIENT, send, text_of, words_of

pytestmark = pytest.mark.django_db

ASKED = rules.brussels_moment(date(2026, 12, 18), time(10))
CLOSING = "Van donderdag 24 december 2026 tot en met zondag 3 januari 2027 zijn we gesloten."
ANSWER = "Je krijgt antwoord ten laatste op maandag 4 januari 2027."


@pytest.fixture
def _closed_at_christmas():
    for day in (24, 28, 29, 30, 31):
        ClosingDay.objects.create(day=date(2026, 12, day), name="kerstsluiting")
    forget_reference()
    with time_machine.travel(ASKED, tick=False):
        yield


@pytest.mark.usefixtures("_closed_at_christmas")
def test_form_announces_the_closing_and_the_real_dates(client):
    words = words_of(client.get(ADDRESS))

    assert "Dan krijg je antwoord ten laatste op maandag 4 januari 2027 ." in words
    assert CLOSING in words
    assert "Kies een dag vanaf vrijdag 25 december 2026" in words
    assert (
        "Let op: vrijdag 25 december 2026 is geen gewone werkdag (Kerstmis)."
        " De eerste gewone werkdag daarna is maandag 4 januari 2027." in words
    )


@pytest.mark.usefixtures("_closed_at_christmas")
def test_form_carries_what_its_script_needs_to_warn_beside_the_field(client):
    source = text_of(client.get(ADDRESS))

    assert "&quot;2026-12-25&quot;: &quot;Kerstmis&quot;" in source
    assert "&quot;2026-12-28&quot;: &quot;kerstsluiting&quot;" in source
    assert "2026-12-24" not in source  # before the first day that can be chosen
    assert 'data-due="2027-01-04" data-opens="8" data-closes="20"' in source
    assert "We werken op werkdagen tussen 8 en 20 uur." in source


@pytest.mark.usefixtures("_closed_at_christmas")
def test_thanks_page_names_the_closing_the_answer_date_and_every_odd_moment(client):
    page = send(client, WITHOUT_CLIENT, date_1="2026-12-29", date_2="2027-01-06", time_2="10:00")

    words = words_of(client.get(page["Location"]))
    request = ConsultRequest.objects.get()
    assert (request.answer_due, request.respond_by) == (date(2027, 1, 4), date(2026, 12, 22))
    assert CLOSING in words
    assert "antwoord ten laatste op maandag 4 januari 2027" in words
    assert (
        "Let op bij je momenten: dinsdag 29 december 2026 is geen gewone werkdag (kerstsluiting);"
        " dinsdag 29 december 2026 komt voor de dag waarop je ten laatste antwoord krijgt."
    ) in words
    assert "6 januari" not in words


@pytest.mark.usefixtures("_closed_at_christmas")
def test_copy_tells_the_closing_and_the_answer_date(client):
    send(client, WITHOUT_CLIENT, date_1="2027-01-06")

    mail = compose(OutgoingMail.objects.get(kind=RequestCopy.kind))

    assert mail is not None
    assert f"{CLOSING}\n{ANSWER}" in mail.body
    assert CLOSING in str(mail.alternatives[0][0])


@pytest.mark.usefixtures("_closed_at_christmas")
def test_failed_form_warns_beside_each_moment(client):
    page = send(
        client,
        WITHOUT_CLIENT,
        language="",
        date_1="2026-12-29",
        date_2="2027-01-05",
        time_2="07:00",
        date_3="2027-01-06",
        time_3="10:00",
    )

    warnings = text_of(page).split('data-second-look aria-live="polite">')[1:]
    assert [warning.partition("</p>")[0] for warning in warnings] == [
        "Let op: dinsdag 29 december 2026 is geen gewone werkdag (kerstsluiting);"
        " dinsdag 29 december 2026 komt voor de dag waarop je ten laatste antwoord krijgt."
        " Het mag, maar misschien lukt het niet.",
        "Let op: 07.00 uur valt buiten de gewone uren. Het mag, maar misschien lukt het niet.",
        "",
    ]


def test_ordinary_week_announces_nothing(client):
    page = client.get(ADDRESS)

    assert "gesloten" not in words_of(page)
    assert "geen gewone werkdag" not in words_of(page)


@pytest.mark.usefixtures("_closed_at_christmas")
def test_selectors_name_the_answer_and_the_closing():
    day = date(2026, 12, 18)

    assert answer_date(day) == date(2027, 1, 4)
    assert [period.first for period in closing_between(day, date(2027, 1, 4))] == [
        date(2026, 12, 24)
    ]
    assert closing_between(day, date(2026, 12, 23)) == []
    assert closing_between(date(2027, 1, 3), date(2027, 1, 3)) != []
    assert closing_between(date(2027, 1, 4), date(2027, 1, 4) + timedelta(days=9)) == []
