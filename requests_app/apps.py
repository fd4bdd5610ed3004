"""The room of the requesters: organisations, requests, consent, their pages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from privacy.retention import register
from privacy.roles import COACH, COORDINATOR, FINANCE, grant

LISTS = ("organisationtype", "language", "declinereason", "closingday")
VOICES = ("introduction", "pagefeedback")


def grant_permissions(**_kwargs: object) -> None:
    """Coaches keep organisations, the coordinator settings and lists; finance reads names."""
    people = [f"requests_app.{verb}_contactperson" for verb in ("view", "change")]
    organisations = [f"requests_app.{verb}_organisation" for verb in ("view", "change")]
    lists = [f"requests_app.{verb}_{name}" for name in LISTS for verb in ("view", "add", "change")]
    voices = [f"requests_app.{verb}_{name}" for name in VOICES for verb in ("view", "change")]
    words = [f"requests_app.{verb}_sitetext" for verb in ("view", "add", "change", "delete")]
    seen = [f"requests_app.view_{name}" for name in LISTS]
    sheets = [f"requests_app.{verb}_consentsheet" for verb in ("view", "add", "change")]
    agreement = ["requests_app.view_consenttext", *sheets]
    grant(COACH, [*organisations, *people, *voices, *seen, *agreement])
    grant(
        COORDINATOR,
        [
            *organisations,
            *people,
            *voices,
            *words,
            "requests_app.add_organisation",
            *lists,
            "requests_app.delete_closingday",
            "requests_app.view_servicesettings",
            "requests_app.change_servicesettings",
            *agreement,
            "requests_app.add_consenttext",
        ],
    )
    grant(FINANCE, ["requests_app.view_organisation"])


class RequestsConfig(AppConfig):
    """Organisations, consult requests, consent and the requester's pages."""

    name = "requests_app"
    verbose_name = "Organisaties en lijsten"

    def ready(self) -> None:
        """Give the roles their permissions after each migration; register what is to be erased."""
        post_migrate.connect(grant_permissions, sender=self)
        for module in ("services.retention", "services.leaving", "retention"):
            for policy in import_string(f"requests_app.{module}.POLICIES"):
                register(policy)
