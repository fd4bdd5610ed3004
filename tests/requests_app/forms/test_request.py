"""The form by itself: what it offers, and that sharing its fields mixes nothing up."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm
from tests.requests_app.postings import WITH_CLIENT

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def form(fields, today=FRIDAY):
    return RequestForm(QueryDict(urlencode(fields, doseq=True)), today=today)


def test_any_form_without_a_text_of_agreement_takes_no_client():
    whole = form(WITH_CLIENT)
    whole.lists = type(whole.lists)(
        **{
            name: getattr(whole.lists, name) if name != "consent_text" else None
            for name in whole.lists.__slots__
        }
    )

    assert list(whole.errors) == ["consent"]
