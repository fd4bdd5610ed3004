"""Wiring of the project itself."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db.models.signals import post_migrate

from cso_portal import checks
from cso_portal.sessions import note_start
from privacy import elsewhere
from privacy.retention import register


def make_cache_table(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """`migrate` alone is enough: the counters of the throttle need their table."""
    call_command("createcachetable", database=using, verbosity=0)


class PortalAdminConfig(AdminConfig):
    """The Django admin with the portal's own site class."""

    default_site = "cso_portal.site.PortalAdminSite"


class PortalConfig(AppConfig):
    """The project's own commands, such as `demo`."""

    name = "cso_portal"
    verbose_name = "Portaal"

    def ready(self) -> None:
        checks.register_all()
        second_factor = import_module("cso_portal.second_factor")  # has models: not before ready()
        elsewhere.register(
            elsewhere.Place(
                label="mfa.Authenticator",
                waiting=second_factor.secrets_under_old_key,
                reseal=second_factor.reseal_secrets,
            )
        )
        register(import_module("cso_portal.retention").SESSIONS)
        user_logged_in.connect(note_start, dispatch_uid="cso_portal.sessions")
        # The project itself has no tables, and so no `post_migrate` of its own.
        sessions = apps.get_app_config("sessions")
        post_migrate.connect(make_cache_table, sender=sessions, dispatch_uid="cso_portal.cache")
