"""Notices to the coaches about what a requester did."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.mails import register
from requests_app.models import ConsultRequest
from requests_app.notifications import CoachesMail


@register
class AnsweredNotice(CoachesMail):
    """To the coaches: the requester chose a moment, or none fitted."""

    kind = "coaching.answered_notice"
    template = "coaching/answered_notice"
    headline = "antwoord op het voorstel"

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the page of the request at the desk."""
        page = reverse("admin:coaching_deskrequest_change", args=[obj.pk])
        return {**super().context(obj), "desk_link": f"{settings.SITE_URL}{page}"}
