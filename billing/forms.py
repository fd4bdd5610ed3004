"""What finance and coaches type in."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from billing import rules
from billing.models import Agreement, Charge, SellerSettings, Tariff
from requests_app.forms.fields import NativeDate
from requests_app.models import Organisation
from requests_app.rules import in_words


class PeriodForm(forms.Form):
    """A period of Brussels dates, both inclusive."""

    first = forms.DateField(label="Van", widget=NativeDate)
    last = forms.DateField(label="Tot en met", widget=NativeDate)

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and the last day of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]


class AgreementForm(forms.Form):
    """An agreement that was signed on paper."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Organisatie",
        empty_label="Kies een organisatie",
    )
    signed_on = forms.DateField(
        label="Ondertekend op", widget=NativeDate, help_text="De datum die op het papier staat."
    )
    name = forms.CharField(label="Ondertekend door", max_length=120)
    function = forms.CharField(label="Functie", max_length=120, required=False)


class EndAgreementForm(forms.ModelForm[Agreement]):
    """The last day of an agreement."""

    ended_on = forms.DateField(
        label="Laatste dag",
        widget=NativeDate,
        help_text="Op deze dag geldt de overeenkomst nog.",
    )

    class Meta:
        model = Agreement
        fields = ("ended_on",)


class TariffForm(forms.ModelForm[Tariff]):
    """A tariff; one that holds for talks that were charged already would come too late."""

    class Meta:
        model = Tariff
        fields = (
            "valid_from",
            "decision_reference",
            "free_count",
            "scope",
            "first_hour",
            "extra_hour",
            "grace_minutes",
        )

    def clean_valid_from(self) -> date:
        """Refuse a day on or after which talks were charged already."""
        day: date = self.cleaned_data["valid_from"]
        last = Charge.objects.order_by("-held_on").values_list("held_on", flat=True).first()
        if last is not None and day <= last:
            raise ValidationError(
                f"Er zijn al gesprekken geboekt tot en met {in_words(last)}. Kies een latere dag."
            )
        return day


class SellerForm(forms.ModelForm[SellerSettings]):
    """The sender of the invoices; numbers are kept as they are printed."""

    class Meta:
        model = SellerSettings
        fields = (
            "name",
            "street",
            "postcode",
            "city",
            "enterprise_number",
            "iban",
            "bic",
            "email",
            "phone",
            "series",
            "reference_prefix",
            "term_days",
            "vat_text",
        )

    def clean_iban(self) -> str:
        """Keep an account number in groups of four."""
        return rules.printed_iban(self.cleaned_data["iban"])

    def clean_enterprise_number(self) -> str:
        """Keep an enterprise number with its dots."""
        number: str = self.cleaned_data["enterprise_number"]
        return rules.printed_enterprise_number(number) if number else ""
