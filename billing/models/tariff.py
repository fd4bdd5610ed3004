"""Council data: tariffs, the sender of the invoice, and who pays for an organisation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from stdnum import iban
from stdnum.exceptions import ValidationError as StdnumError

from billing.rules import Terms
from billing.states import FreeScope
from requests_app.models import Organisation
from requests_app.models.organisation import validate_enterprise_number


def validate_iban(value: str) -> None:
    """Refuse an account number whose check digits are wrong."""
    try:
        iban.validate(value)
    except StdnumError as error:
        raise ValidationError("Dit rekeningnummer klopt niet. Kijk de cijfers na.") from error


class TariffQuerySet(models.QuerySet["Tariff"]):
    """Vocabulary of tariffs."""

    def on(self, day: date) -> TariffQuerySet:
        """Order so that the tariff in force on `day` comes first; later ones are left out."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class Tariff(models.Model):
    """What a talk costs from a day on, by decision of the council. The talk's date decides."""

    valid_from = models.DateField("geldig vanaf", unique=True)
    decision_reference = models.CharField("besluit", max_length=200)
    free_count = models.PositiveSmallIntegerField("aantal gratis gesprekken", default=3)
    scope = models.CharField(
        "gratis gesprekken", max_length=20, choices=FreeScope, default=FreeScope.ORGANISATION
    )
    first_hour = models.DecimalField(
        "eerste uur (€)",
        max_digits=8,
        decimal_places=2,
        default=Decimal("15.00"),
        validators=[MinValueValidator(Decimal("0.00"))],
    )
    extra_hour = models.DecimalField(
        "elk extra uur (€)",
        max_digits=8,
        decimal_places=2,
        default=Decimal("5.00"),
        validators=[MinValueValidator(Decimal("0.00"))],
    )
    grace_minutes = models.PositiveSmallIntegerField(
        "minuten speling",
        default=0,
        validators=[MaxValueValidator(59)],
        help_text="Zoveel minuten na elk vol uur tellen niet als een begonnen uur.",
    )

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ("-valid_from",)
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_hour__gte=0, extra_hour__gte=0), name="tariff_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=FreeScope.values), name="tariff_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"tarief vanaf {self.valid_from:%d/%m/%Y}"

    @property
    def terms(self) -> Terms:
        """Return the terms for the pure price function."""
        return Terms(
            free_count=self.free_count,
            first_hour=self.first_hour,
            extra_hour=self.extra_hour,
            grace_minutes=self.grace_minutes,
        )


REQUIRED_OF_SELLER = (
    "name",
    "street",
    "postcode",
    "city",
    "enterprise_number",
    "iban",
    "reference_prefix",
    "vat_text",
)
PRINTED_OF_SELLER = (
    "name",
    "street",
    "postcode",
    "city",
    "enterprise_number",
    "iban",
    "bic",
    "email",
    "phone",
)


class SellerSettings(models.Model):
    """The one row with the sender of the invoices and the texts on them."""

    name = models.CharField("naam", max_length=200, blank=True)
    street = models.CharField("straat en nummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    city = models.CharField("gemeente", max_length=100, blank=True)
    enterprise_number = models.CharField(
        "ondernemingsnummer", max_length=20, blank=True, validators=[validate_enterprise_number]
    )
    iban = models.CharField("IBAN", max_length=34, blank=True, validators=[validate_iban])
    bic = models.CharField("BIC", max_length=11, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telefoon", max_length=40, blank=True)
    series = models.SlugField("reeks facturen", max_length=10, default="CSO")
    reference_prefix = models.CharField(
        "voorvoegsel gestructureerde mededeling",
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^\d{3}$", "Vul drie cijfers in.")],
        help_text="Drie cijfers die de financiële dienst aan dit systeem gaf.",
    )
    term_days = models.PositiveSmallIntegerField("betaaltermijn (dagen)", default=30)
    vat_text = models.CharField(
        "vermelding btw",
        max_length=200,
        default="Vrijgesteld van btw - artikel 44, § 2, 2° Btw-Wetboek",
    )

    class Meta:
        verbose_name = "afzender van de facturen"
        verbose_name_plural = "afzender van de facturen"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="seller_settings_one_row"),
        ]

    def __str__(self) -> str:
        return self.name or "nog niet ingevuld"

    @classmethod
    def load(cls) -> SellerSettings:
        """Return the one row; an empty one where nobody filled it in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def problems(self) -> list[str]:
        """Return in words what is missing or wrong before an invoice can go out."""
        empty = [name for name in REQUIRED_OF_SELLER if not getattr(self, name)]
        try:
            self.clean_fields()
        except ValidationError as error:
            wrong = [name for name in error.message_dict if name not in empty]
        else:
            wrong = []
        words = {field.name: str(field.verbose_name) for field in self._meta.concrete_fields}
        return [
            *(words[name] for name in empty),
            *(f"{words[name]} (klopt niet)" for name in wrong),
        ]

    def snapshot(self) -> dict[str, str]:
        """Return what an invoice keeps of its sender."""
        return {name: str(getattr(self, name)) for name in PRINTED_OF_SELLER}


class Debtor(models.Model):
    """The legal entity that pays for an organisation; the one that asks is rarely the debtor."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, verbose_name="organisatie", related_name="debtor"
    )
    name = models.CharField("wettelijke naam", max_length=200)
    enterprise_number = models.CharField(
        "ondernemingsnummer", max_length=20, validators=[validate_enterprise_number]
    )
    street = models.CharField("straat en nummer", max_length=200)
    postcode = models.CharField("postcode", max_length=10)
    city = models.CharField("gemeente", max_length=100)
    email = models.EmailField("e-mail voor facturen", blank=True)
    own_reference = models.CharField("eigen referentie of bestelbon", max_length=60, blank=True)

    class Meta:
        verbose_name = "debiteur"
        verbose_name_plural = "debiteuren"
        ordering = ("name",)
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return self.name

    @property
    def has_address(self) -> bool:
        """Tell whether an invoice can be sent there."""
        return all((self.name, self.enterprise_number, self.street, self.postcode, self.city))

    def snapshot(self, organisation: str) -> dict[str, str]:
        """Return what an invoice keeps of the one who pays, and for which organisation."""
        printed = ("name", "enterprise_number", "street", "postcode", "city", "own_reference")
        return {"organisation": organisation, **{name: getattr(self, name) for name in printed}}
