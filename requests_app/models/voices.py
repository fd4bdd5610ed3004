"""What people tell us outside a request: after a talk, about a page, before the first request."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy.fields import EncryptedTextField
from requests_app.choices import Helped, TextPlace
from requests_app.models.organisation import Organisation
from requests_app.models.reference import OrganisationType
from requests_app.models.request import ConsultRequest


class TalkFeedback(models.Model):
    """Three questions after the talk, answered once (R5). For the coaches only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(
        ConsultRequest, on_delete=models.CASCADE, related_name="feedback"
    )
    helped = models.CharField("hielp het gesprek je verder?", max_length=8, choices=Helped)
    worked_well = models.CharField(
        "verliep de samenwerking met de CSO goed?", max_length=8, choices=Helped
    )
    words = EncryptedTextField("wat moeten we weten?", max_length=1000, blank=True)
    at = models.DateTimeField("op")

    class Meta:
        verbose_name = "feedback na een gesprek"
        verbose_name_plural = "feedback na gesprekken"
        ordering = ("-at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(helped__in=Helped.values, worked_well__in=Helped.values),
                name="talk_feedback_vocabulary_known",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback bij {self.request_id}"


class Handled(models.Model):
    """A word from outside that somebody of the staff deals with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("op", db_index=True)
    handled_at = models.DateTimeField("behandeld op", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="behandeld door",
        related_name="+",
    )

    class Meta:
        abstract = True
        ordering = ("-at", "pk")


class PageFeedback(Handled):
    """Something is wrong or unclear on a page (F20)."""

    page = models.CharField("pagina", max_length=200)
    words = EncryptedTextField("wat is er fout of onduidelijk?", max_length=1000)
    email = EncryptedTextField("e-mail", max_length=254, blank=True)

    class Meta(Handled.Meta):
        verbose_name = "melding over een pagina"
        verbose_name_plural = "meldingen over pagina's"

    def __str__(self) -> str:
        return f"melding over {self.page}"


class Introduction(Handled):
    """An organisation that wants to get to know the service first (F5; service page, step 1)."""

    organisation_name = models.CharField("organisatie", max_length=200)
    organisation_type = models.ForeignKey(
        OrganisationType, on_delete=models.PROTECT, verbose_name="soort", related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name="organisatie in de lijst",
        related_name="+",
    )
    name = models.CharField("naam", max_length=120)
    function = models.CharField("functie", max_length=120, blank=True)
    email = models.EmailField("e-mail")
    phone = models.CharField("telefoon", max_length=40)
    words = EncryptedTextField("vraag", max_length=1000, blank=True)

    class Meta(Handled.Meta):
        verbose_name = "vraag om kennis te maken"
        verbose_name_plural = "vragen om kennis te maken"

    def __str__(self) -> str:
        return self.organisation_name


class SiteText(models.Model):
    """Words on the site that the service writes itself; without a row the built-in words stand."""

    place = models.CharField("waar", primary_key=True, max_length=20, choices=TextPlace)
    body = models.TextField(
        "tekst",
        max_length=20_000,
        help_text="Gewone tekst. Een lege regel begint een nieuwe alinea, ## een tussentitel,"
        " - een lijst, [woorden](https://adres) een link.",
    )
    updated_at = models.DateTimeField("veranderd op")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="veranderd door",
        related_name="+",
    )

    class Meta:
        verbose_name = "tekst op de site"
        verbose_name_plural = "teksten op de site"
        ordering = ("place",)
        constraints = [
            models.CheckConstraint(
                condition=Q(place__in=TextPlace.values), name="site_text_place_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_place_display())
