"""The requester's link and the form's one-time token."""

import uuid
from datetime import timedelta

import pytest
from django.test import override_settings
from time_machine import travel

from requests_app import links
from requests_app.errors import InvalidLink
from requests_app.models import ConsultRequest
from tests.factories import NOW


def request(version=1):
    return ConsultRequest(pk=uuid.uuid4(), link_version=version)


def test_token_leads_back_to_its_request_and_version():
    asked = request(version=3)

    assert links.read_token(links.token_for(asked)) == (asked.pk, 3)


def test_token_needs_no_escaping_in_an_address():
    token = links.token_for(request())

    assert links.url_for(request()).startswith("http://testserver/aanvraag/")
    assert all(letter.isalnum() or letter in "-_.~" for letter in token)


def test_tokens_of_two_versions_differ():
    asked = request()
    first = links.token_for(asked)
    asked.link_version = 2

    assert links.token_for(asked) != first


@pytest.mark.parametrize("place", [0, 5, -1])
def test_changed_token_is_refused(place):
    letters = list(links.token_for(request()))
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(InvalidLink):
        links.read_token("".join(letters))


@pytest.mark.parametrize("token", ["", "x", "a.1~b", "~", "\x00", "é~é", "a:b"])
def test_invented_token_is_refused(token):
    with pytest.raises(InvalidLink):
        links.read_token(token)


def test_token_of_another_installation_is_refused():
    with override_settings(SECRET_KEY="another " * 9):
        token = links.token_for(request())

    with pytest.raises(InvalidLink):
        links.read_token(token)


def test_form_token_is_no_link_and_the_other_way_round():
    assert links.read_submission_token(links.token_for(request()).replace("~", ":")) is None
    with pytest.raises(InvalidLink):
        links.read_token(links.new_submission_token().replace(":", "~"))


@pytest.mark.parametrize(
    ("age", "good"), [(timedelta(days=2), True), (timedelta(days=2, seconds=1), False)]
)
def test_form_token_lives_two_days(age, good):
    with travel(NOW, tick=False):
        token = links.new_submission_token()
    with travel(NOW + age, tick=False):
        assert isinstance(links.read_submission_token(token), uuid.UUID) is good


def test_form_token_gives_the_same_id_each_time():
    token = links.new_submission_token()

    assert links.read_submission_token(token) == links.read_submission_token(token)
    assert links.read_submission_token(links.new_submission_token()) != links.read_submission_token(
        token
    )


def test_age_of_a_token_is_that_of_its_form():
    with travel(NOW, tick=False):
        token = links.new_submission_token()
    with travel(NOW + timedelta(minutes=5), tick=False):
        assert links.submission_age(token) == timedelta(minutes=5)
        assert links.submission_age("verzonnen") is None


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/", "/"),
        ("/privacy/", "/privacy/"),
        ("/privacy", "/privacy/"),
        ("https://elders.voorbeeld.be/privacy/?a=b#c", "/privacy/"),
        ("/aanvraag/geheim~teken/", "/aanvraag/"),
        ("/aanvraag/geheim~teken/moment/?x=1", "/aanvraag/"),
        ("/aanvraag/geheim~teken", "/aanvraag/"),
        ("/beheer/requests_app/introduction/3f/change/", "/beheer/requests_app/introduction/"),
        ("/aanvraag/geheim/bestaat/niet/", ""),
        ("/geheim/", ""),
        ("geheim", ""),
        ("//[", ""),
        ("", ""),
    ],
)
def test_page_of_an_address_holds_nothing_of_anybody(address, page):
    assert links.page_of(address) == page
