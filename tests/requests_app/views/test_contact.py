"""The requester changes how to be reached."""

import pytest

from outbox.models import OutgoingMail
from privacy.throttle import admit
from requests_app.choices import State
from requests_app.models import ContactChange
from requests_app.views.contact import PER_REQUEST
from tests.factories import NOW, make_request
from tests.requests_app.following import address
from tests.requests_app.postings import errors_of, text_of, words_of

pytestmark = pytest.mark.django_db

NEW = {
    "requester_name": "Wout Verzinsel",
    "requester_function": "zorgcoach",
    "requester_email": "wout@school.voorbeeld.be",
    "requester_phone": "016 99 99 99",
}


def post(client, request, **changes):
    posted = {"version": request.version, **NEW, **changes}
    return client.post(address(request, "request_contact"), posted)


def test_the_page_shows_what_we_know(client):
    request = make_request()

    page = text_of(client.get(address(request, "request_contact")))

    assert 'value="Noor Voorbeeld"' in page
    assert 'value="noor@school.voorbeeld.be"' in page
    assert 'value="016 00 00 00"' in page


def test_new_details_are_kept_told_and_shown(client):
    request = make_request(State.IN_REVIEW)

    response = post(client, request)

    request.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, address(request))
    assert request.requester_name == "Wout Verzinsel"
    assert request.requester_email == "wout@school.voorbeeld.be"
    kinds = OutgoingMail.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["requests.new_address", "requests.old_address"]
    assert OutgoingMail.objects.get(kind="requests.new_address").origin_key
    words = words_of(client.get(address(request)))
    assert "Je gegevens zijn bewaard." in words
    assert "Wout Verzinsel, zorgcoach wout@school.voorbeeld.be 016 99 99 99" in words
    assert "Het e-mailadres van deze aanvraag is veranderd" in words


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("requester_name", "", "Vul je naam in."),
        ("requester_email", "", "Vul je e-mailadres in."),
        ("requester_email", "wout@", "Schrijf een e-mailadres zoals naam@organisatie.be."),
        ("requester_email", "a@b.be\r\nBcc: c@d.be", "Schrijf een e-mailadres zoals"),
        ("requester_phone", "12", "Schrijf een telefoonnummer met 8 tot 15 cijfers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, field, value, message):
    request = make_request()

    page = post(client, request, **{field: value})

    assert page.status_code == 200
    assert message in errors_of(page)[0]
    assert "zorgcoach" in text_of(page)
    request.refresh_from_db()
    assert request.requester_name == "Noor Voorbeeld"
    assert not OutgoingMail.objects.exists()


def test_a_request_that_moved_on_is_looked_at_again_with_what_was_typed(client):
    request = make_request(State.IN_REVIEW)

    page = post(client, request, version=1)

    assert page.status_code == 409
    assert "Je gegevens zijn nog niet bewaard." in words_of(page)
    assert 'value="Wout Verzinsel"' in text_of(page)
    assert f'name="version" value="{request.version}"' in text_of(page)


def test_a_closed_request_changes_no_more(client):
    request = make_request(State.DECLINED)

    shown = client.get(address(request, "request_contact"))
    page = post(client, request)

    assert (shown.status_code, shown["Location"]) == (302, address(request))
    assert "Je gegevens veranderen" not in words_of(client.get(address(request)))
    assert page.status_code == 409
    assert "Deze aanvraag is afgesloten." in words_of(page)
    assert not ContactChange.objects.exists()


def test_a_link_is_no_cannon(client, settings):
    settings.THROTTLE = True
    request = make_request()
    for _ in range(PER_REQUEST.guesses):
        admit([(PER_REQUEST, str(request.pk))], now=NOW)

    refused = post(client, request)
    other_phone = post(client, request, requester_email=request.requester_email)

    assert refused.status_code == 200
    assert "Je veranderde het adres al enkele keren. Wacht" in errors_of(refused)[0]
    assert other_phone.status_code == 302
    assert not OutgoingMail.objects.exists()


def test_the_page_costs_few_statements(client, django_assert_num_queries):
    request = make_request()
    page = address(request, "request_contact")
    client.get(page)

    with django_assert_num_queries(4):
        client.get(page)
