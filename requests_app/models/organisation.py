"""Organisations that may ask for a CSO."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from stdnum.be import vat
from stdnum.exceptions import ValidationError as StdnumError

from requests_app.models.reference import OrganisationType

NAME_LENGTH = 200


def validate_enterprise_number(value: str) -> None:
    """Refuse an enterprise number (KBO) whose check digits are wrong."""
    try:
        vat.validate(value)
    except StdnumError as error:
        raise ValidationError("Dit ondernemingsnummer klopt niet. Kijk de cijfers na.") from error


def name_key(name: str) -> str:
    """Return the form of a name under which it is unique: one case, single spaces.

    Cut to the column's length, because one letter can become three in folding.
    """
    return " ".join(name.casefold().split())[:NAME_LENGTH]


class Organisation(models.Model):
    """An organisation: school, CLB, health centre, CAW, youth care ..."""

    name = models.CharField("naam", max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=NAME_LENGTH, unique=True, editable=False)
    type = models.ForeignKey(
        OrganisationType, on_delete=models.PROTECT, verbose_name="soort", related_name="+"
    )
    enterprise_number = models.CharField(
        "ondernemingsnummer",
        max_length=20,
        blank=True,
        validators=[validate_enterprise_number],
    )
    street = models.CharField("straat en nummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    city = models.CharField("gemeente", max_length=100, blank=True)
    introduced_on = models.DateField(
        "kennismaking op", null=True, blank=True, help_text="Leeg: er was nog geen kennismaking."
    )
    checked_on = models.DateField(
        "nagekeken op", null=True, blank=True, help_text="Leeg: nog te controleren."
    )
    created_at = models.DateTimeField("aangemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a second organisation of the same name."""
        twins = Organisation.objects.filter(name_key=name_key(self.name)).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"name": "Een organisatie met deze naam staat al in de lijst."})
