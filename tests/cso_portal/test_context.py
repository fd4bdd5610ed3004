import pytest
from django.template import engines
from django.test import RequestFactory

from cso_portal.context import portal
from requests_app.models import ServiceSettings
from requests_app.selectors import service_settings


@pytest.mark.parametrize("demo", [True, False])
def test_portal_tells_whether_this_is_a_demo(settings, demo):
    settings.DEMO = demo

    assert portal(RequestFactory().get("/")) == {
        "demo": demo,
        "site_name": "CSO-portaal",
        "service": service_settings,
    }


@pytest.mark.django_db
def test_footer_shows_the_service_as_the_admin_has_it():
    ServiceSettings.objects.update_or_create(
        pk=1, defaults={"name": "OCMW Elders", "contact_email": "cso@elders.voorbeeld.be"}
    )
    footer = (
        engines["django"]
        .get_template("includes/colophon.html")
        .render({}, RequestFactory().get("/"))
    )
    assert "<strong>OCMW Elders</strong>" in footer
    assert 'href="mailto:cso@elders.voorbeeld.be"' in footer
