"""The request as it lies on the coaches' desk: the same row, with permissions of its own."""

from __future__ import annotations

from requests_app.models import ConsultRequest


class DeskRequest(ConsultRequest):
    """A request on the desk. Who may view it reads the queue, who may change it may act."""

    class Meta:
        proxy = True
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        default_permissions = ("view", "change")
