"""The form by itself: what it offers, and that sharing its fields mixes nothing up."""

from datetime import date
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm, submission_of
from requests_app.models import Language
from requests_app.rules import CLIENT_TASKS
from requests_app.selectors import forget_reference
from tests.requests_app.postings import WITH_CLIENT, WITHOUT_CLIENT

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


def test_boxes_of_tasks_with_a_client_are_marked_for_the_style_sheet():
    boxes = RequestForm(today=FRIDAY)["tasks"]
    marked = {box.data["value"] for box in boxes if "data-client" in box.data["attrs"]}

    assert marked == CLIENT_TASKS


def test_each_task_carries_its_explanation():
    boxes = list(RequestForm(today=FRIDAY)["tasks"])

    assert len(boxes) == 6
    assert [box for box in boxes if not box.choice_label.explanation] == []


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


def test_any_form_without_a_text_of_agreement_takes_no_client():
    whole = form(WITH_CLIENT)
    whole.lists = type(whole.lists)(
        **{
            name: getattr(whole.lists, name) if name != "consent_text" else None
            for name in whole.lists.__slots__
        }
    )

    assert list(whole.errors) == ["consent"]
