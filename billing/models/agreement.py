"""The agreement that an organisation signs from the fourth talk on."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

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
    ended_on = models.DateField("beëindigd op", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"
        ordering = ("-created_at",)
        constraints = [
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
