"""Questions and words from outside in the admin: read, dealt with by one button, never typed in."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from time_machine import travel

from requests_app.models import Introduction, Organisation, PageFeedback
from requests_app.services import ask_introduction, report_page
from tests.factories import NOW, make_user
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db

QUESTIONS = "/beheer/requests_app/introduction/"
WORDS = "/beheer/requests_app/pagefeedback/"


def asked(name="CAW Nergens-Brabant", *, days=0):
    token = uuid.uuid4()
    fields = {
        "organisation_name": name,
        "organisation_type_id": "caw",
        "name": "Fatma Verdicht",
        "email": "fatma@caw.voorbeeld.be",
        "phone": "016 12 34 56",
        "words": "Liefst na vier uur.",
    }
    ask_introduction(token, fields, origin="", now=NOW + timedelta(days=days))
    return token


def reported():
    token = uuid.uuid4()
    report_page(token, {"page": "/privacy/", "words": "Onduidelijke zin."}, now=NOW)
    return token


@pytest.fixture
def coach(client):
    client.force_login(make_user("coach"))
    return client


def test_finance_sees_nothing_of_it(client):
    client.force_login(make_user("finance", group="finance"))
    pages = [QUESTIONS, WORDS, f"{QUESTIONS}{asked()}/change/", f"{WORDS}{reported()}/change/"]

    assert [client.get(page).status_code for page in pages] == [403] * 4


def test_nothing_is_added_or_removed_by_hand(coach):
    token = asked()

    for page in (f"{QUESTIONS}add/", f"{QUESTIONS}{token}/delete/", f"{WORDS}add/"):
        assert coach.get(page).status_code == 403


def test_open_questions_come_first_and_show_no_words(coach):
    done, first, second = asked("Eerst"), asked("Open oud", days=1), asked("Open nieuw", days=2)
    with travel(NOW, tick=False):
        coach.post(f"{QUESTIONS}{done}/change/")

    page = coach.get(QUESTIONS)

    listed = [row.organisation_name for row in page.context["cl"].result_list]
    assert listed == ["Open nieuw", "Open oud", "Eerst"]
    assert "Liefst" not in words_of(page)
    assert first != second


@pytest.mark.parametrize(
    ("chosen", "listed"),
    [("nee", ["Open"]), ("ja", ["Gedaan"]), ("misschien", ["Open", "Gedaan"])],
)
def test_list_can_show_only_what_waits(coach, chosen, listed):
    coach.post(f"{QUESTIONS}{asked('Gedaan')}/change/")
    asked("Open")

    page = coach.get(QUESTIONS, {"behandeld": chosen})

    assert [row.organisation_name for row in page.context["cl"].result_list] == listed


def test_button_notes_the_acquaintance(coach):
    token = asked()
    change = f"{QUESTIONS}{token}/change/"
    before = coach.get(change)
    assert "Liefst na vier uur." in words_of(before)
    assert 'value="Kennismaking gehad"' in text_of(before)
    assert 'name="email"' not in text_of(before)

    with travel(NOW, tick=False):
        answer = coach.post(change, {"name": "Anders"}, follow=True)

    assert answer.redirect_chain == [(QUESTIONS, 302)]
    assert "De kennismaking is genoteerd bij CAW Nergens-Brabant." in words_of(answer)
    kept = Introduction.objects.get()
    assert (kept.name, kept.handled_by.username, kept.handled_at) == (
        "Fatma Verdicht",
        "coach",
        NOW,
    )
    assert Organisation.objects.get().introduced_on == date(2026, 11, 20)
    assert 'value="Kennismaking gehad"' not in text_of(coach.get(change))
    assert LogEntry.objects.count() == 1


def test_several_questions_are_dealt_with_together(coach):
    tokens = [asked("Een"), asked("Twee")]
    coach.post(f"{QUESTIONS}{tokens[0]}/change/")

    answer = coach.post(
        QUESTIONS, {"action": "mark_handled", "_selected_action": tokens}, follow=True
    )

    assert "Een: Een collega heeft dit al behandeld. Er is niets veranderd." in words_of(answer)
    assert "De kennismaking is genoteerd bij Twee." in words_of(answer)
    assert Introduction.objects.filter(handled_at=None).count() == 0


def test_word_about_a_page_is_read_and_dealt_with(coach):
    change = f"{WORDS}{reported()}/change/"
    assert "Onduidelijke zin." in words_of(coach.get(change))
    assert "Onduidelijke" not in words_of(coach.get(WORDS))

    answer = coach.post(change, follow=True)

    assert "De melding staat op behandeld." in words_of(answer)
    assert PageFeedback.objects.get().handled_by.username == "coach"


def test_word_without_a_page_can_be_opened(coach):
    report_page(uuid.uuid4(), {"page": "", "words": "x"}, now=NOW)

    assert "niet ingevuld</a>" in text_of(coach.get(WORDS))


@pytest.mark.parametrize("count", [1, 8])
def test_lists_ask_a_fixed_number_of_statements(coach, django_assert_max_num_queries, count):
    for number in range(count):
        asked(f"Organisatie {number}")

    with django_assert_max_num_queries(7):
        coach.get(QUESTIONS)
