"""The room of the OCMW coaches."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from coaching import permissions
from privacy.roles import COACH, COORDINATOR, grant
from requests_app.signals import cancelled_mail_files, request_ended

DESK = [
    permissions.VIEW_DESK,
    permissions.CHANGE_DESK,
    permissions.VIEW_CLIENT,
    "coaching.view_supporter",
    "coaching.add_supporter",
    "coaching.change_supporter",
    "coaching.view_supporterlanguage",
    "coaching.add_supporterlanguage",
    "coaching.change_supporterlanguage",
    "coaching.delete_supporterlanguage",
    "coaching.view_appointment",
    "outbox.view_outgoingmail",
    "outbox.resend_outgoingmail",
    "outbox.view_mailtask",
    "outbox.change_mailtask",
]


def grant_permissions(**_kwargs: object) -> None:
    """Give the desk to coaches and coördinators; only the latter may waive an agreement.

    The words in mails are the coördinator's too: they speak for the whole service.
    """
    grant(COACH, DESK)
    words = ["outbox.view_mailtext", "outbox.change_mailtext"]
    grant(COORDINATOR, [*DESK, *words, permissions.WAIVE_AGREEMENT])


class CoachingConfig(AppConfig):
    """Review, proposals, supporters, planning, consultations."""

    name = "coaching"
    verbose_name = "Planning"

    def ready(self) -> None:
        """Listen to requests that end, and hand out the permissions."""
        request_ended.connect(import_string("coaching.services.drop_plans_of_ended_request"))
        cancelled_mail_files.connect(import_string("coaching.notifications.files_of_cancelled"))
        post_migrate.connect(grant_permissions, sender=self)
