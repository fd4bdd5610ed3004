import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.admin.paging import ShortPaginator
from coaching.models import DeskRequest
from tests import factories

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
