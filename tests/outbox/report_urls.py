"""The addresses of the portal as they are with each of these mail services."""

from cso_portal.urls import urlpatterns as portal
from outbox.urls import reports_of

SERVICES = ("mailjet", "postmark", "mailgun", "brevo")
urlpatterns = [*portal, *(found for esp in SERVICES for found in reports_of(esp))]
