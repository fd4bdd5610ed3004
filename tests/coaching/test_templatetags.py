"""What templates of any room show of plans."""

import pytest
from django.template import Context, Template
from django.utils import timezone

from requests_app.choices import State
from tests import factories

pytestmark = pytest.mark.django_db


def rendered(text, request):
    return Template("{% load coaching %}" + text).render(Context({"consult": request})).strip()


def test_meeting_and_price():
    request = factories.make_request(State.PLANNED, now=timezone.now())

    assert (
        rendered("{% meeting_of consult as m %}{{ m.appointment.supporter.first_name }}", request)
        == "Samira"
    )
    assert rendered("{% price_note consult %}", request) == "Dit wordt gesprek 1 van 3 gratis."


def test_a_mail_to_a_stranger_tells_no_more_than_the_page():
    request = factories.make_request(State.SUBMITTED, now=timezone.now())

    assert rendered("{% price_note consult mailed=True %}", request) == ""
