"""The list of mails as the rooms name them; lives here because it needs every room."""

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.services import Entry, enqueue
from requests_app.choices import State
from tests.factories import make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach():
    return make_user()


def test_mails_are_named_by_what_they_say_and_about_which_request(client, coach):
    request = make_request(State.PLANNED)
    enqueue(Entry(kind="requests.copy", ref=str(request.pk)), now=timezone.now())
    version = request.appointment.versions.get()
    enqueue(Entry(kind="coaching.supporter_planned", ref=str(version.pk)), now=timezone.now())
    client.force_login(coach)
    listing = client.get(reverse("admin:outbox_outgoingmail_changelist")).content.decode()
    assert listing.count(request.reference) == 2
    assert "we hebben ze goed ontvangen (aan hulpverlener)" in listing
    assert "nieuwe afspraak voor jou (aan CSO)" in listing
    assert str(request.pk) not in listing


def test_mails_are_found_by_the_number_of_the_request(client, coach):
    mine, other = make_request(), make_request()
    for request in (mine, other):
        enqueue(Entry(kind="requests.copy", ref=str(request.pk)), now=timezone.now())
    client.force_login(coach)
    page = client.get(
        reverse("admin:outbox_outgoingmail_changelist"), {"q": mine.reference.lower()}
    )
    assert [row.ref for row in page.context["cl"].result_list] == [str(mine.pk)]


def test_list_of_mails_asks_each_kind_once(client, coach, django_assert_max_num_queries):
    for _ in range(20):
        enqueue(Entry(kind="requests.copy", ref=str(make_request().pk)), now=timezone.now())
    client.force_login(coach)
    with django_assert_max_num_queries(9):
        client.get(reverse("admin:outbox_outgoingmail_changelist"))
