"""From a valid form to what the service stores."""

from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm, submission_of
from tests.requests_app.postings import WITH_CLIENT

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def form(fields, today=FRIDAY):
    return RequestForm(QueryDict(urlencode(fields, doseq=True)), today=today)


def test_submission_holds_the_client_only_when_one_takes_part():
    with_client, without = form(WITH_CLIENT), form({**WITH_CLIENT, "tasks": ["activity"]})
    assert with_client.is_valid()
    assert without.is_valid()

    first, second = submission_of(with_client, uuid4()), submission_of(without, uuid4())

    assert first.client
    assert first.consent
    assert (second.client, second.consent) == (None, None)


def test_submission_shows_no_client_in_its_repr():
    whole = form({**WITH_CLIENT, "question": "Kanarie"})
    assert whole.is_valid()

    shown = repr(submission_of(whole, uuid4()))

    assert "Amina" not in shown
    assert "Kanarie" not in shown
