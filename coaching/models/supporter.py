"""Cultuursensitieve ondersteuners (CSO). No migration story is stored, ever."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from coaching.rules import MAX_TRAVEL_MINUTES
from requests_app.choices import Gender
from requests_app.models import Language


class SupporterQuerySet(models.QuerySet["Supporter"]):
    """Vocabulary of CSOs."""

    def active(self) -> SupporterQuerySet:
        """Keep the ones who can be asked."""
        return self.filter(active=True)

    def speaking(self, language_code: str) -> SupporterQuerySet:
        """Keep the ones who speak a language."""
        return self.filter(languages__language=language_code)


class Supporter(models.Model):
    """A CSO."""

    first_name = models.CharField("voornaam", max_length=80)
    last_name = models.CharField("familienaam", max_length=80)
    email = models.EmailField("e-mail", unique=True)
    # Only to meet a client's wish; nobody has to fill it in.
    gender = models.CharField("geslacht", max_length=1, choices=Gender, blank=True, default="")
    phone = models.CharField("telefoon", max_length=40, blank=True)
    active = models.BooleanField("actief", default=True)
    confidentiality_signed_on = models.DateField(
        "geheimhouding getekend op",
        null=True,
        blank=True,
        help_text="Zonder deze verklaring kan de CSO niet ingepland worden (beroepsgeheim).",
    )
    travel_minutes = models.PositiveSmallIntegerField(
        "reistijd voor en na een gesprek (minuten)",
        default=30,
        validators=[MaxValueValidator(MAX_TRAVEL_MINUTES)],
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        verbose_name="coach",
        related_name="+",
    )

    objects = SupporterQuerySet.as_manager()

    class Meta:
        verbose_name = "cultuursensitieve ondersteuner (CSO)"
        verbose_name_plural = "cultuursensitieve ondersteuners (CSO)"
        ordering = ("first_name", "last_name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gender__in=["", *Gender.values]), name="supporter_gender_known"
            ),
            models.CheckConstraint(
                condition=models.Q(travel_minutes__lte=MAX_TRAVEL_MINUTES),
                name="supporter_travel_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class SupporterLanguage(models.Model):
    """A language that a CSO speaks."""

    class Level(models.TextChoices):
        """How well."""

        NATIVE = "native", "Moedertaal"
        FLUENT = "fluent", "Vloeiend"
        GOOD = "good", "Goed"

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="languages")
    language = models.ForeignKey(
        Language, on_delete=models.PROTECT, verbose_name="taal", related_name="+"
    )
    level = models.CharField("niveau", max_length=10, choices=Level, default=Level.NATIVE)
    variety = models.CharField("variant", max_length=80, blank=True)

    class Meta:
        verbose_name = "taal van een CSO"
        verbose_name_plural = "talen van een CSO"
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "language"], name="supporter_language_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language.name}"
