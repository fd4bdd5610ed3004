"""The whole request behind a mailed code."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from time_machine import travel

from outbox.delivery import deliver
from outbox.models import OutgoingMail
from privacy.models import ErasureReason
from requests_app import codes
from requests_app.choices import ActorKind, State
from requests_app.models import AccessCode, ContactChange, RequestMessage
from requests_app.services import Actor
from requests_app.services.closing import erase_client
from tests.factories import CLIENT_NAME, NOW, make_request
from tests.requests_app.following import address
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

SECRETS = [CLIENT_NAME, "1989", "D-17", "Hoe verloopt de overstap?", "Schoolstraat 1"]


@pytest.fixture
def request_():
    return make_request(State.IN_REVIEW, wished_supporter="Samira", language_note="uit Herat")


def page_of(request):
    return address(request, "request_full")


def ask(client, request):
    return client.post(page_of(request), {"doe": "stuur"})


def code_in_mail(request):
    (row,) = OutgoingMail.objects.filter(kind="requests.access_code", state="queued")
    deliver(row.pk, now=NOW)
    (line,) = [each for each in mail.outbox[-1].body.splitlines() if each.isdecimal()]
    return line


def opened(client, request):
    ask(client, request)
    client.post(page_of(request), {"code": code_in_mail(request)})


def test_without_a_code_nothing_of_the_client_is_shown(client, request_):
    page = client.get(page_of(request_))

    words = words_of(page)
    assert page.status_code == 200
    assert "Stuur me een code" in words
    assert "Code uit de mail" not in words
    assert [secret for secret in SECRETS if secret in words] == []


def test_a_code_by_mail_opens_everything_for_a_quarter_of_an_hour(client, request_):
    asked = ask(client, request_)
    waiting = client.get(page_of(request_))
    code = code_in_mail(request_)
    given = client.post(page_of(request_), {"code": f" {code[:3]} {code[3:]}"})

    page = client.get(page_of(request_))

    assert asked["Location"] == given["Location"] == page_of(request_)
    assert "We stuurden om 10.00 uur een code naar noor@school.voorbeeld.be." in words_of(waiting)
    words = words_of(page)
    assert [secret for secret in SECRETS if secret not in words] == []
    assert "Je ziet dit tot 10.15 uur." in words
    assert "Spreekt niet over vroeger." in words
    assert "Liefst deze CSO Samira" in words
    assert "Variant of dialect uit Herat" in words
    assert "(beveiligd)" not in words
    assert "no-store" in page["Cache-Control"]
    assert AccessCode.objects.get().used_at == NOW
    with travel(NOW + timedelta(minutes=15), tick=False):
        assert CLIENT_NAME not in words_of(client.get(page_of(request_)))


def test_what_was_said_to_and_fro_is_part_of_it(client, request_):
    event = request_.events.latest("version")
    RequestMessage.objects.create(
        request=request_, event=event, at=NOW, actor=ActorKind.REQUESTER, body="Amina <i>belt</i>."
    )
    opened(client, request_)

    assert "Amina &lt;i&gt;belt&lt;/i&gt;." in text_of(client.get(page_of(request_)))


def test_the_code_opens_only_this_request_in_this_browser(client, request_):
    other = make_request()
    opened(client, request_)

    assert CLIENT_NAME in words_of(client.get(page_of(request_)))
    assert CLIENT_NAME not in words_of(client.get(page_of(other)))
    assert CLIENT_NAME not in words_of(Client().get(page_of(request_)))


def test_the_session_holds_an_id_and_an_hour_and_nothing_else(client, request_):
    opened(client, request_)

    until = int((NOW + timedelta(minutes=15)).timestamp())
    assert dict(client.session.items()) == {"full_copies": {str(request_.pk): until}}


def test_closing_closes(client, request_):
    opened(client, request_)

    response = client.post(page_of(request_), {"doe": "sluit"})

    assert response["Location"] == address(request_)
    assert CLIENT_NAME not in words_of(client.get(page_of(request_)))


def test_a_wrong_code_says_how_many_tries_are_left(client, request_):
    ask(client, request_)
    code = codes.code_of(AccessCode.objects.get())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    page = client.post(page_of(request_), {"code": wrong})

    assert errors_of(page) == [
        "Deze code klopt niet. Kijk ze na in de mail. Je kan nog 4 keer proberen."
    ]
    assert "<title>Fout:" in text_of(page)
    assert client.post(page_of(request_), {"code": ""}).status_code == 200
    assert AccessCode.objects.get().tries == 1


def test_a_code_that_works_no_more_leads_to_a_new_one(client, request_):
    ask(client, request_)
    code = codes.code_of(AccessCode.objects.get())

    with travel(NOW + timedelta(minutes=16), tick=False):
        page = client.post(page_of(request_), {"code": code})

    words = words_of(page)
    assert page.status_code == 409
    assert "Deze code werkt niet meer. Vraag een nieuwe code." in words
    assert "Stuur me een code" in words


def test_who_asks_code_after_code_waits(client, request_, settings):
    settings.THROTTLE = True
    for _ in range(5):
        assert ask(client, request_).status_code == 302

    page = ask(client, request_)

    assert page.status_code == 409
    assert "Je vroeg al enkele codes. Probeer het opnieuw over" in words_of(page)
    assert AccessCode.objects.count() == 5


def test_a_changed_address_bars_the_way_until_a_coach_confirms(client, request_):
    """Whoever has the link can change the address; a code to that address would be theirs."""
    ContactChange.objects.create(request=request_, old_email="vorige@voorbeeld.be", at=NOW)

    shown = words_of(client.get(page_of(request_)))
    asked = ask(client, request_)

    assert "Daarom sturen we geen code meer." in shown
    assert "Stuur me een code" not in shown
    assert "vorige@" not in shown
    assert asked.status_code == 409
    assert not AccessCode.objects.exists()


def test_after_erasing_there_is_nothing_to_open(client, request_):
    opened(client, request_)
    erase_client(request_, reason=ErasureReason.REQUESTED, actor=Actor.system(), now=NOW)

    assert CLIENT_NAME not in words_of(client.get(page_of(request_)))
    client.post(page_of(request_), {"doe": "sluit"})
    words = words_of(client.get(page_of(request_)))
    assert "gewist op vrijdag 20 november 2026" in words
    assert "Stuur me een code" not in words
    assert "De volledige aanvraag bekijken" not in words_of(client.get(address(request_)))
    assert ask(client, request_).status_code == 409


def test_a_request_without_a_client_has_its_words(client):
    request = make_request(involves_client=False, tasks=["case_advice"])
    opened(client, request)

    words = words_of(client.get(page_of(request)))

    assert "Hoe verloopt de overstap?" in words
    assert "De cliënt" not in words


def test_the_pages_cost_few_statements(client, request_, django_assert_max_num_queries):
    client.get(page_of(request_))
    with django_assert_max_num_queries(6):
        client.get(page_of(request_))
    opened(client, request_)
    with django_assert_max_num_queries(6):
        client.get(page_of(request_))
