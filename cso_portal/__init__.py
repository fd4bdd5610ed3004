"""The project: settings, addresses, wiring. Holds no business code and is imported by no room."""

from cso_portal.celery import app as celery_app

__all__ = ["celery_app"]
