"""What the form offers, and that sharing its fields mixes nothing up."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm
from requests_app.models import Language
from requests_app.selectors import forget_reference
from tests.requests_app.postings import WITHOUT_CLIENT

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def form(fields, today=FRIDAY):
    return RequestForm(QueryDict(urlencode(fields, doseq=True)), today=today)


def test_each_day_has_its_own_earliest_date():
    first, second = RequestForm(today=FRIDAY), RequestForm(today=SATURDAY)

    assert 'min="2026-11-27"' in str(first["date_1"])
    assert 'min="2026-11-28"' in str(second["date_3"])
    assert 'max="2026-11-20"' in str(first["consent_given_on"])


def test_shared_fields_remember_nothing_of_an_earlier_posting():
    failed = form({**WITHOUT_CLIENT, "requester_name": "", "requester_email": "x"})
    assert not failed.is_valid()

    assert form(WITHOUT_CLIENT).is_valid()
    blank = RequestForm(today=FRIDAY)
    assert "Noor" not in str(blank["requester_name"])
    assert not blank.errors


def test_new_language_can_be_chosen_at_once():
    Language.objects.create(code="oekraiens", name="Oekraïens", position=9)
    forget_reference()

    assert form({**WITHOUT_CLIENT, "language": "oekraiens"}).is_valid()
    assert "Oekraïens" in str(RequestForm(today=FRIDAY)["language"])
