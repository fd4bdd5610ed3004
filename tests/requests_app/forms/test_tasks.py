"""The six tasks as checkboxes."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from requests_app.forms import RequestForm
from requests_app.rules import CLIENT_TASKS

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)


def form(fields, today=FRIDAY):
    return RequestForm(QueryDict(urlencode(fields, doseq=True)), today=today)


def test_boxes_of_tasks_with_a_client_are_marked_for_the_style_sheet():
    boxes = RequestForm(today=FRIDAY)["tasks"]
    marked = {box.data["value"] for box in boxes if "data-client" in box.data["attrs"]}

    assert marked == CLIENT_TASKS


def test_each_task_carries_its_explanation():
    boxes = list(RequestForm(today=FRIDAY)["tasks"])

    assert len(boxes) == 6
    assert [box for box in boxes if not box.choice_label.explanation] == []
