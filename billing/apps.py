"""The room of the money."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from billing import permissions
from privacy.retention import register
from privacy.roles import COACH, COORDINATOR, FINANCE, grant


def grant_permissions(**_kwargs: object) -> None:
    """Coaches register agreements, the coördinator sees what was charged, finance does the rest."""
    grant(COACH, permissions.COACHES)
    grant(COORDINATOR, permissions.COORDINATORS)
    grant(FINANCE, permissions.FINANCE)


class BillingConfig(AppConfig):
    """Tariffs, agreements, charges, invoices, exports."""

    name = "billing"
    verbose_name = "Facturatie"

    def ready(self) -> None:
        """Give the roles their permissions after each migration; register what is to be erased."""
        post_migrate.connect(grant_permissions, sender=self)
        register(import_string("billing.retention.DOSSIERS"))
