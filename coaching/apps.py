"""The room of the OCMW coaches."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    """Review, proposals, supporters, planning, consultations."""

    name = "coaching"
    verbose_name = "Planning"
