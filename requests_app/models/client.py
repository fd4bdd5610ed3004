"""The client block and the client's agreement. Special category data: read SERVICE.md §3.1 first."""

from __future__ import annotations

import json
import uuid
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from privacy.fields import EncryptedTextField
from requests_app.choices import (
    SHEET_WORDS,
    ActorKind,
    ConsentForm,
    ConsentGiver,
    ConsentPurpose,
    Gender,
)
from requests_app.models.reference import Language
from requests_app.models.request import ConsultRequest


class ClientDetails(models.Model):
    """Who the client is. Own table, own permission, every column encrypted, every read logged."""

    request = models.OneToOneField(
        ConsultRequest, primary_key=True, on_delete=models.CASCADE, related_name="client"
    )
    name = EncryptedTextField("naam", max_length=120)
    birth_year = EncryptedTextField("geboortejaar", max_length=4, blank=True)
    gender = EncryptedTextField("geslacht", max_length=1, choices=Gender, blank=True)
    file_reference = EncryptedTextField("eigen dossiernummer", max_length=60, blank=True)
    home_address = EncryptedTextField("adres van het huisbezoek", max_length=300, blank=True)

    class Meta:
        verbose_name = "gegevens van de cliënt"
        verbose_name_plural = "gegevens van de cliënt"
        default_permissions = ()
        permissions = [("view_clientdetails", "Mag gegevens van de cliënt zien")]

    def __str__(self) -> str:
        return str(self.request.reference)


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    """Vocabulary of consent texts."""

    def current(self, purpose: str = ConsentPurpose.REQUEST) -> ConsentTextQuerySet:
        """Return the versions for a purpose, newest first; the first row is the one in use."""
        return self.filter(purpose=purpose).order_by("-version")


class ConsentText(models.Model):
    """A version of the text to which a client agrees. Never edited: a change is a new version."""

    purpose = models.CharField(
        "waarvoor", max_length=10, choices=ConsentPurpose, default=ConsentPurpose.REQUEST
    )
    version = models.PositiveIntegerField("versie")
    text = models.TextField("tekst")
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = "toestemmingstekst"
        verbose_name_plural = "toestemmingsteksten"
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"], name="consent_text_version_once"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values), name="consent_text_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, versie {self.version}"


class ConsentSheet(models.Model):
    """The sheet that a client reads: the agreement explained, in one language (C5, N5).

    It belongs to one version of the text, so a new version starts without translations. Without
    `reviewed_at` it is a translation that still has to be checked: only coaches see it.
    """

    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        verbose_name="toestemmingstekst",
        related_name="sheets",
    )
    # Empty for the Dutch sheet itself.
    language = models.ForeignKey(
        Language,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="taal",
        related_name="+",
    )
    title = models.CharField("titel", max_length=200)
    # Paragraphs apart by an empty line; a line that starts with "- " is an item of a list.
    body = models.TextField(
        "tekst op het blad",
        max_length=8000,
        help_text="Een lege regel begint een nieuwe alinea. Een regel die met een streepje en een"
        " spatie begint, is een punt van een lijst.",
    )
    # The printed words beside the lines, one per line in the order of SHEET_WORDS.
    words = models.TextField(
        "woorden bij de lijnen",
        max_length=800,
        blank=True,
        default="",
        help_text="Vertaal elk op een eigen regel, in deze volgorde: "
        + ", ".join(f"“{word}”" for word in SHEET_WORDS.values())
        + ".",
    )
    reviewed_at = models.DateTimeField("nagekeken op", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="nagekeken door",
        related_name="+",
    )

    class Meta:
        verbose_name = "akkoordblad"
        verbose_name_plural = "akkoordbladen"
        ordering = ("text", "language")
        constraints = [
            models.UniqueConstraint(fields=["text", "language"], name="consent_sheet_once"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(language__isnull=True), name="consent_sheet_dutch_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                | Q(language__isnull=True),
                name="consent_sheet_reviewed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language.name if self.language else 'Nederlands'} ({self.text})"

    @property
    def status(self) -> str:
        """Return who reviewed the sheet and when, or that nobody did."""
        if self.reviewed_at is None:
            return "tekst na te kijken" if self.language_id is None else "vertaling na te kijken"
        who = self.reviewed_by
        by = f" door {who.get_full_name() or who.username}" if who else ""
        return f"nagekeken op {localtime(self.reviewed_at):%d/%m/%Y}{by}"

    @property
    def fingerprint(self) -> str:
        """Return a number that changes with whatever a reader sees of the sheet."""
        seen = json.dumps([self.title, self.body, self.words])
        return sha256(seen.encode()).hexdigest()


class Consent(models.Model):
    """Proof that the client agreed to this request (GDPR art. 7(1)). Append-only.

    Holds no data of the client: who obtained it, when, how and to which text.
    """

    request = models.OneToOneField(ConsultRequest, on_delete=models.PROTECT, related_name="consent")
    text_version = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField("tekst zoals getoond")
    given_by = models.CharField("gegeven door", max_length=20, choices=ConsentGiver)
    given_how = models.CharField("hoe", max_length=10, choices=ConsentForm)
    given_on = models.DateField("gegeven op")
    language_code = models.CharField("besproken in", max_length=40)
    obtained_by = models.CharField("gevraagd door", max_length=120)
    recorded_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "akkoord van de cliënt"
        verbose_name_plural = "akkoorden van cliënten"
        constraints = [
            models.CheckConstraint(
                condition=Q(given_by__in=ConsentGiver.values, given_how__in=ConsentForm.values),
                name="consent_vocabulary_known",
            ),
        ]

    def __str__(self) -> str:
        return f"akkoord bij {self.request_id}"


class ConsentWithdrawal(models.Model):
    """Proof that the agreement was withdrawn, and that the client block was erased. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField("ingetrokken op")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.CharField("door", max_length=12, choices=ActorKind)

    class Meta:
        verbose_name = "intrekking van een akkoord"
        verbose_name_plural = "intrekkingen van akkoorden"

    def __str__(self) -> str:
        return f"intrekking bij {self.consent_id}"


class LearningConsent(models.Model):
    """Whether anonymous lessons may be drawn from the talk (C6). Append-only, the last row counts.

    No row: nothing was agreed, which is the default. Holds no data of the client.
    """

    request = models.ForeignKey(
        ConsultRequest, on_delete=models.PROTECT, related_name="learning_consents"
    )
    text_version = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField("tekst zoals getoond")
    given = models.BooleanField("akkoord")
    at = models.DateTimeField("op")
    actor = models.CharField("door", max_length=12, choices=ActorKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "akkoord om te leren"
        verbose_name_plural = "akkoorden om te leren"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"akkoord om te leren bij {self.request_id}"
