"""People of an organisation who may log in at /mijn/, and the mails with which they do."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.fields import EncryptedTextField
from requests_app.models.organisation import Organisation


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    """Vocabulary of contact persons."""

    def confirmed(self) -> ContactPersonQuerySet:
        """Keep those whom a coach knows to work for the organisation, still today."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def waiting(self) -> ContactPersonQuerySet:
        """Keep those whom a coach still has to look at."""
        return self.filter(confirmed_at__isnull=True, ended_at__isnull=True)


class ContactPerson(models.Model):
    """An account that speaks for an organisation once a coach confirmed it, never before."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name="account",
        related_name="contact_persons",
    )
    # As it was typed; a coach links it to the organisation that it is.
    organisation_name = models.CharField("organisatie volgens de persoon", max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="organisatie",
        related_name="contact_persons",
    )
    name = models.CharField("naam", max_length=120)
    function = models.CharField("functie", max_length=120, blank=True)
    phone = models.CharField("telefoon", max_length=40, blank=True)
    asked_at = models.DateTimeField("gevraagd op")
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="bevestigd door",
        related_name="+",
    )
    ended_at = models.DateTimeField("gestopt op", null=True, blank=True)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ("-asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="contact_person_one_organisation",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    organisation__isnull=False,
                ),
                name="contact_person_confirmed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LoginMail(models.Model):
    """A mail to log in with, or to say that the address is not known. Erased a day later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField("e-mail", max_length=254)
    # Empty: no account has this address.
    code = EncryptedTextField("code", max_length=20, blank=True)
    created_at = models.DateTimeField("gevraagd op", db_index=True)

    class Meta:
        verbose_name = "mail om in te loggen"
        verbose_name_plural = "mails om in te loggen"
        ordering = ("-created_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"inlogmail {self.pk}"
