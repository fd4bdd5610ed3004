"""Who looked at client data, and what was erased. Rows are written once."""

import hashlib
import json

from django.conf import settings
from django.db import models

GENESIS = "0" * 64


class ClientDataAccess(models.Model):
    """One reading of client data by staff; holds no client data itself.

    Each row carries the hash of the row before it, so that a planted, changed or removed row
    breaks the chain.
    """

    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie",
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("wanneer", db_index=True)
    record_type = models.CharField("soort gegeven", max_length=100)
    record_id = models.CharField("nummer van het gegeven", max_length=64)
    fields = models.CharField("welk deel", max_length=200)
    purpose = models.CharField("waarvoor", max_length=200)
    route = models.CharField("langs welke pagina", max_length=200)
    previous_hash = models.CharField(max_length=64, unique=True, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = "inzage van cliëntgegevens"
        verbose_name_plural = "inzagen van cliëntgegevens"
        ordering = ("-id",)
        indexes = (models.Index(fields=["record_type", "record_id"], name="privacy_access_record"),)

    def __str__(self) -> str:
        return f"Inzage {self.pk}"

    def computed_hash(self) -> str:
        """SHA-256 over the hash of the row before and every value of this one."""
        values = [
            self.previous_hash,
            self.who_id,
            self.at.timestamp(),
            self.record_type,
            self.record_id,
            self.fields,
            self.purpose,
            self.route,
        ]
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()


class AccessLogHead(models.Model):
    """The end of the chain: one row, locked while a reading is added."""

    last_hash = models.CharField(max_length=64, default=GENESIS)
    length = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "einde van het inzagelogboek"
        verbose_name_plural = "einde van het inzagelogboek"
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="privacy_one_access_log_head"),
        )

    def __str__(self) -> str:
        return f"{self.length} inzagen"


class ErasureReason(models.TextChoices):
    """Why something was erased."""

    WITHDRAWN = "withdrawn", "akkoord ingetrokken"
    RETENTION = "retention", "bewaartermijn voorbij"
    REQUESTED = "requested", "op vraag van de betrokkene"


class ErasureActor(models.TextChoices):
    """Who let it be erased, without a name."""

    REQUESTER = "requester", "aanvrager"
    STAFF = "staff", "medewerker"
    SYSTEM = "system", "het portaal zelf"


class Erasure(models.Model):
    """What is left after erasing: that it happened, when and why; nothing of what it was."""

    record_type = models.CharField("soort gegeven", max_length=100)
    record_id = models.CharField("nummer van het gegeven", max_length=64)
    reason = models.CharField("reden", max_length=20, choices=ErasureReason)
    actor = models.CharField("door", max_length=20, choices=ErasureActor)
    at = models.DateTimeField("wanneer", db_index=True)

    class Meta:
        verbose_name = "wissing"
        verbose_name_plural = "wissingen"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["record_type", "record_id"], name="privacy_erasure_record"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reason__in=ErasureReason.values),
                name="privacy_erasure_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(actor__in=ErasureActor.values),
                name="privacy_erasure_actor_known",
            ),
        )

    def __str__(self) -> str:
        return f"Wissing {self.pk}"
