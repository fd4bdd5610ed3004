"""What every page may show. The settings of the service are read only where a page shows them."""

from django.conf import settings
from django.http import HttpRequest

from requests_app.selectors import service_settings

SITE_NAME = "CSO-portaal"


def portal(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "site_name": SITE_NAME, "service": service_settings}
