import pytest
from django.test import RequestFactory

from cso_portal.context import portal


@pytest.mark.parametrize("demo", [True, False])
def test_portal_tells_whether_this_is_a_demo(settings, demo):
    settings.DEMO = demo

    assert portal(RequestFactory().get("/")) == {"demo": demo, "site_name": "CSO-portaal"}
