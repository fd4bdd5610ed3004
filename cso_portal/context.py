"""What every page may show. No queries here: error pages use it too."""

from django.conf import settings
from django.http import HttpRequest

SITE_NAME = "CSO-portaal"


def portal(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "site_name": SITE_NAME}
