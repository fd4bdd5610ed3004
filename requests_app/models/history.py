"""What happened to a request: events, messages, notes, and the count that outlives the person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.fields import EncryptedTextField
from requests_app.choices import Action, ActorKind, State
from requests_app.models.request import ConsultRequest


class StatusEvent(models.Model):
    """One step in the life of a request. Append-only, without free text."""

    # The unique constraint below is its index.
    request = models.ForeignKey(
        ConsultRequest, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    at = models.DateTimeField("op")
    action = models.CharField("wat", max_length=24, choices=Action)
    from_state = models.CharField("van", max_length=24, choices=State, blank=True)
    to_state = models.CharField("naar", max_length=24, choices=State)
    actor = models.CharField("door", max_length=12, choices=ActorKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField("reden (code)", max_length=40, blank=True)
    version = models.PositiveIntegerField("versie")

    class Meta:
        verbose_name = "stap in het verloop"
        verbose_name_plural = "verloop"
        ordering = ("request", "version")
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="event_version_once"),
            models.CheckConstraint(
                condition=Q(actor__in=ActorKind.values), name="event_actor_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}"


class RequestMessage(models.Model):
    """A question, answer or explanation between the OCMW and the requester."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ConsultRequest, on_delete=models.CASCADE, related_name="messages")
    event = models.OneToOneField(
        StatusEvent, null=True, on_delete=models.PROTECT, related_name="message"
    )
    at = models.DateTimeField("op")
    actor = models.CharField("van", max_length=12, choices=ActorKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    body = EncryptedTextField("bericht", max_length=2000)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"bericht bij {self.request_id}"


class InternalNote(models.Model):
    """A note among the coaches. The requester never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ConsultRequest, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField("op")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = EncryptedTextField("nota", max_length=2000)

    class Meta:
        verbose_name = "interne nota"
        verbose_name_plural = "interne nota's"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"nota bij {self.request_id}"


class StatFact(models.Model):
    """The count that stays when the person is forgotten (N18). No link to the request."""

    week = models.DateField("week van")
    outcome = models.CharField("uitkomst", max_length=24, choices=State)
    reason = models.CharField("reden (code)", max_length=40, blank=True)
    language_code = models.CharField("taal", max_length=40)
    organisation_type = models.CharField("soort organisatie", max_length=40)
    tasks = models.JSONField("waarvoor", default=list)
    minutes = models.PositiveSmallIntegerField("minuten", null=True)
    answered_in_time = models.BooleanField("antwoord binnen de week", null=True)

    class Meta:
        verbose_name = "kerncijfer"
        verbose_name_plural = "kerncijfers"
        ordering = ("week", "pk")

    def __str__(self) -> str:
        return f"{self.week:%d/%m/%Y} {self.outcome}"
