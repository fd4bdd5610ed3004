"""The form by itself: what it offers, and that sharing its fields mixes nothing up."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm
from requests_app.forms.request import CLIENT_FIELDS, CONSENT_FIELDS
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


def test_browser_keeps_no_answer_that_could_be_about_a_client():
    kept = RequestForm(today=FRIDAY).draft_fields.split()
    never = {
        *CLIENT_FIELDS,
        *CONSENT_FIELDS,
        "language",
        "language_note",
        "question",
        "sensitive_points",
        "online_details",
        "wished_supporter",
        "avoided_supporter",
        "same_client",
    }

    assert len(kept) == len(set(kept))
    assert never.isdisjoint(kept)
    assert set(kept) <= set(RequestForm.base_fields)
    # A new question is kept only when somebody decided so.
    assert set(RequestForm.base_fields) - set(kept) - never == {"supporter_gender"}
