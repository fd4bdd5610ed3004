"""One row per mail. It names what the mail is about; never to whom, and never what it says."""

import uuid
from datetime import datetime
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from outbox.states import RESENDABLE, WAITING, State


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: datetime) -> Self:
        return self.filter(state__in=WAITING, not_before__lte=now)

    def lease_expired(self, now: datetime) -> Self:
        return self.filter(state=State.SENDING, lease_until__lt=now)

    def unsent(self) -> Self:
        return self.filter(state__in=(*WAITING, State.SENDING))

    def failed(self) -> Self:
        return self.filter(state=State.FAILED)


class OutgoingMail(models.Model):
    """A mail of one kind about one object on one occasion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("soort", max_length=60)
    ref = models.CharField("over", max_length=64)
    occasion = models.CharField("aanleiding", max_length=64, blank=True, default="")
    state = models.CharField("toestand", max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField("gevraagd op")
    first_due = models.DateTimeField("gewenst op")
    not_before = models.DateTimeField("niet vroeger dan")
    lease_until = models.DateTimeField("in behandeling tot", null=True, blank=True)
    # The fence: whoever claims the mail takes the next number, and writes its result only while
    # that is still the number. It never goes down; `tries` does, when a person sends it again.
    attempt = models.PositiveIntegerField("beurt", default=0)
    tries = models.PositiveIntegerField("pogingen", default=0)
    message_id = models.CharField("Message-ID", max_length=255, editable=False)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    provider_id = models.CharField("nummer bij de verzender", max_length=255, blank=True)
    error_code = models.CharField("foutcode", max_length=60, blank=True)
    event = models.CharField("wat er gebeurde", max_length=200, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ("-created_at", "id")
        permissions = (("resend_outgoingmail", "Mag een mail opnieuw sturen"),)
        indexes = (
            models.Index(fields=["not_before"], name="outbox_due", condition=Q(state__in=WAITING)),
            models.Index(
                fields=["lease_until"], name="outbox_leased", condition=Q(state=State.SENDING)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["kind", "ref", "occasion"], name="outbox_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outbox_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False, attempt__gte=1)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True)),
                name="outbox_sending_has_lease",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_resendable(self) -> bool:
        return self.state in RESENDABLE


class Heartbeat(models.Model):
    """When a periodic job last ran."""

    name = models.CharField("taak", max_length=60, primary_key=True)
    at = models.DateTimeField("laatst gelopen")

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def new_message_id(pk: uuid.UUID) -> str:
    """Made once and kept, so that a mail sent twice is recognised as one by the receiver."""
    _, at, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"<{pk}@{domain if at else 'localhost'}>"
