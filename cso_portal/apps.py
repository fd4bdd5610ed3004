"""Wiring of the project itself."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from cso_portal import checks


class PortalAdminConfig(AdminConfig):
    """The Django admin with the portal's own site class."""

    default_site = "cso_portal.site.PortalAdminSite"


class PortalConfig(AppConfig):
    """The project's own commands, such as `demo`."""

    name = "cso_portal"
    verbose_name = "Portaal"

    def ready(self) -> None:
        checks.register_all()
