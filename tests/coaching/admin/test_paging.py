import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.admin.paging import ShortPaginator
from coaching.models import DeskRequest
from tests import factories
from tests.coaching.pages import LIST

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("farthest", "count", "cut"), [(500, 12, False), (10, 10, True)])
def test_counting_stops_somewhere(monkeypatch, farthest, count, cut):
    factories.make_queue(12)
    monkeypatch.setattr(ShortPaginator, "farthest", farthest)

    with CaptureQueriesContext(connection) as queries:
        paginator = ShortPaginator(DeskRequest.objects.order_by("reference"), 5)
        found = (paginator.count, paginator.is_cut)

    assert found == (count, cut)
    assert f"LIMIT {farthest}" in queries[0]["sql"]


@pytest.mark.parametrize(
    "query", ["p=3", "p=0", "p=-1", "all=&p=9", "lijst=nieuw&p=2", "q=niets&p=5"]
)
def test_a_page_beyond_the_only_one_shows_that_one(desk, query):
    factories.make_queue(3)

    page = desk.get(f"{reverse(LIST)}?{query}", follow=True)

    assert page.status_code == 200
    assert page.context["page"].number == 1
