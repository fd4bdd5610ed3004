"""The room of the requesters: organisations, requests, consent, their pages."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Organisations, consult requests, consent and the requester's pages."""

    name = "requests_app"
    verbose_name = "Aanvragen"
