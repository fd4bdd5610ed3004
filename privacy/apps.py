"""Wiring of the room."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from privacy import checks as privacy_checks
from privacy.roles import COORDINATOR, ROLES, grant


def grant_permissions(**_kwargs: object) -> None:
    for role in ROLES:
        grant(role, [])
    grant(COORDINATOR, ["privacy.view_clientdataaccess", "privacy.view_erasure"])


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        checks.register(privacy_checks.check_field_keys, checks.Tags.security)
        checks.register(privacy_checks.check_guards, checks.Tags.database)
        post_migrate.connect(grant_permissions, sender=self)
