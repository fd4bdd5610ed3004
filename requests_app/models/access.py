"""How requesters come in: one-time codes, lost links, changed addresses."""

from __future__ import annotations

import uuid

from django.db import models

from privacy.fields import EncryptedTextField
from requests_app.models.request import ConsultRequest


class AccessCode(models.Model):
    """A one-time code to see the client block of one request (T5). The code itself is not stored.

    It follows from the row's random id and the secret key; see `requests_app.codes`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(ConsultRequest, on_delete=models.CASCADE, related_name="codes")
    created_at = models.DateTimeField("gevraagd op")
    tries = models.PositiveSmallIntegerField("pogingen", default=0)
    used_at = models.DateTimeField("gebruikt op", null=True)

    class Meta:
        verbose_name = "eenmalige code"
        verbose_name_plural = "eenmalige codes"
        ordering = ("-created_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"code bij {self.request_id}"


class LinkRequest(models.Model):
    """Somebody lost a link: the mail with the links of this address is made from it (T4).

    Made for every address that is typed in, known or not; erased a day later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField("e-mail", max_length=254)
    created_at = models.DateTimeField("gevraagd op", db_index=True)

    class Meta:
        verbose_name = "vraag om verloren links"
        verbose_name_plural = "vragen om verloren links"
        ordering = ("-created_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"verloren link {self.pk}"


class ContactChange(models.Model):
    """The requester's address changed: the old address is told from this row (T3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        ConsultRequest, on_delete=models.CASCADE, related_name="contact_changes"
    )
    old_email = EncryptedTextField("vorig e-mailadres", max_length=254)
    at = models.DateTimeField("op")

    class Meta:
        verbose_name = "verandering van contactgegevens"
        verbose_name_plural = "veranderingen van contactgegevens"
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"verandering bij {self.request_id}"
