"""The agreement that an organisation signs from the fourth talk on."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from billing.states import AgreementState
from requests_app.models import Organisation


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Vocabulary of agreements."""

    def in_force(self, day: date) -> AgreementQuerySet:
        """Keep the signed agreements that hold on `day`."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            state__in=(AgreementState.SIGNED, AgreementState.ENDED),
            signed_on__lte=day,
        )


class Agreement(models.Model):
    """One agreement with one organisation."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name="organisatie",
        related_name="agreements",
    )
    state = models.CharField(
        "toestand",
        max_length=10,
        choices=AgreementState,
        default=AgreementState.CONCEPT,
        editable=False,
    )
    signed_on = models.DateField("ondertekend op", null=True, blank=True)
    signatory_name = models.CharField("ondertekend door", max_length=120, blank=True)
    signatory_function = models.CharField("functie", max_length=120, blank=True)
    ended_on = models.DateField("laatste dag", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="beëindigd door",
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField("gemaakt op", editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        verbose_name="geregistreerd door",
        related_name="+",
        editable=False,
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"
        ordering = ("-created_at", "-pk")
        default_permissions = ("view",)
        permissions = [("register_agreement", "Mag een ondertekende overeenkomst registreren")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AgreementState.values), name="agreement_state_known"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=AgreementState.SIGNED),
                name="agreement_one_signed_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
                name="agreement_ends_after_signing",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(AgreementState.SIGNED, AgreementState.ENDED),
                    signed_on__isnull=False,
                )
                & ~Q(signatory_name="")
                | Q(
                    state__in=(AgreementState.CONCEPT, AgreementState.SENT, AgreementState.VOID),
                    signed_on__isnull=True,
                ),
                name="agreement_signed_with_date_and_name",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.ENDED, ended_on__isnull=False)
                | ~Q(state=AgreementState.ENDED) & Q(ended_on__isnull=True),
                name="agreement_ended_with_date",
            ),
        ]

    def __str__(self) -> str:
        return f"overeenkomst {self.pk or ''}".strip()
