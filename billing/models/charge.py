"""Held talks that count, with their number and their price. No client anywhere."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from billing.models.agreement import Agreement
from billing.models.money import cents
from billing.models.tariff import Tariff
from privacy.fields import EncryptedTextField
from requests_app.models import Organisation


class ClientDossier(models.Model):
    """A client's file at an organisation, when the free talks are counted per file (D1).

    The organisation's own file number is encrypted and can be erased; the random id stays, so
    that the count survives the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file_reference = EncryptedTextField("dossiernummer", max_length=60, blank=True)

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class TalkCounter(models.Model):
    """What free talks are counted on. Locked whenever a number is given out (M1)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="talk_counters"
    )
    dossier = models.OneToOneField(
        ClientDossier, null=True, on_delete=models.PROTECT, related_name="counter"
    )

    class Meta:
        verbose_name = "teller van gesprekken"
        verbose_name_plural = "tellers van gesprekken"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(dossier__isnull=True),
                name="counter_one_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"teller {self.pk}"


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Vocabulary of charges."""

    def in_period(self, first: date, last: date) -> ChargeQuerySet:
        """Keep the talks held between two Brussels dates, both inclusive."""
        return self.filter(held_on__gte=first, held_on__lte=last)

    def to_invoice(self) -> ChargeQuerySet:
        """Keep what costs something and stands on no invoice yet."""
        return self.filter(amount__gt=0, lines__isnull=True)


class Charge(models.Model):
    """One held talk: its number, its price, and by which tariff. Frozen once its period is invoiced.

    Knows the request only by its reference: a charge outlives the request's data.
    """

    counter = models.ForeignKey(TalkCounter, on_delete=models.PROTECT, related_name="charges")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name="organisatie",
        related_name="charges",
    )
    request_reference = models.CharField("aanvraag", max_length=20, unique=True)
    start = models.DateTimeField("begin")
    held_on = models.DateField("datum gesprek")
    minutes = models.PositiveSmallIntegerField("minuten")
    ordinal = models.PositiveIntegerField("hoeveelste")
    tariff = models.ForeignKey(
        Tariff, on_delete=models.PROTECT, verbose_name="tarief", related_name="+"
    )
    first_hour = models.DecimalField("eerste uur", max_digits=8, decimal_places=2)
    extra_hours = models.PositiveSmallIntegerField("extra uren")
    extra_hour = models.DecimalField("per extra uur", max_digits=8, decimal_places=2)
    amount = models.DecimalField("bedrag", max_digits=8, decimal_places=2)
    agreement = models.ForeignKey(
        Agreement,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="overeenkomst",
        related_name="+",
    )
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="zonder overeenkomst toegelaten door",
        related_name="+",
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name="geboekt door",
        related_name="+",
    )
    posted_at = models.DateTimeField("geboekt op")
    frozen_at = models.DateTimeField("vast sinds", null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = "te factureren gesprek"
        verbose_name_plural = "te factureren gesprekken"
        ordering = ("-start", "-pk")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["held_on", "organisation"], name="charge_held_on")]
        constraints = [
            models.UniqueConstraint(fields=["counter", "ordinal"], name="charge_ordinal_once"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="charge_ordinal_positive"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="charge_minutes_positive"),
            models.CheckConstraint(
                condition=Exact(
                    cents("amount"), cents("first_hour") + F("extra_hours") * cents("extra_hour")
                ),
                name="charge_amount_is_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(amount=0) | Q(agreement__isnull=False) | Q(waived_by__isnull=False),
                name="charge_paid_talk_under_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"gesprek {self.request_reference}"

    @property
    def is_free(self) -> bool:
        """Tell whether this talk costs nothing."""
        return self.amount == 0
