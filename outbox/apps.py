"""Wiring of the room."""

from anymail.signals import tracking
from django.apps import AppConfig
from django.utils.module_loading import import_string


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Mail"

    def ready(self) -> None:
        tracking.connect(import_string("outbox.services.take_event"), dispatch_uid="outbox")
