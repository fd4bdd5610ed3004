"""Notices to the coaches about what a requester did."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from outbox.mails import register
from requests_app.models import ConsultRequest
from requests_app.notifications import CoachesMail


class DeskNotice(CoachesMail):
    """A notice that leads to the page of the request at the desk."""

    def context(self, obj: ConsultRequest) -> dict[str, Any]:
        """Return the page of the request at the desk."""
        page = reverse("admin:coaching_deskrequest_change", args=[obj.pk])
        return {**super().context(obj), "desk_link": f"{settings.SITE_URL}{page}"}


@register
class AnsweredNotice(DeskNotice):
    """To the coaches: the requester chose a moment, or none fitted."""

    kind = "coaching.answered_notice"
    template = "coaching/answered_notice"
    headline = "antwoord op het voorstel"


@register
class OtherSupporterNotice(DeskNotice):
    """To the coaches: the requester would rather have another CSO. Why is asked of nobody."""

    kind = "coaching.other_supporter_notice"
    template = "coaching/other_supporter_notice"
    headline = "liever een andere CSO"
