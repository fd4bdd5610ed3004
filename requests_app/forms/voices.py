"""The small forms for strangers: get to know the service, or tell that a page is wrong."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from requests_app import links
from requests_app.forms import fields
from requests_app.forms.guard import Guarded
from requests_app.forms.questions import organisation_types

NO_CLIENT = "Schrijf geen naam of andere gegevens van een cliënt."


def address_field(label: str, *, missing: str = "", **options: Any) -> forms.EmailField:
    """Return a field for an e-mail address; required exactly when there is a message for it."""
    return forms.EmailField(
        label=label,
        max_length=254,
        required=bool(missing),
        widget=fields.AddressInput({"autocomplete": "email"}),
        error_messages={
            "required": missing,
            "invalid": fields.EMAIL_MESSAGE,
            "max_length": fields.LENGTH_MESSAGE,
        },
        **options,
    )


class IntroductionForm(Guarded):
    """Who wants to get to know the service (F5; service page, step 1)."""

    organisation_name = fields.line(
        "Naam van je organisatie",
        200,
        missing="Vul de naam van je organisatie in.",
        attrs={
            "autocomplete": "organization",
            "list": "bekende-organisaties",
            "data-suggest": reverse_lazy("organisation_names"),
        },
    )
    organisation_type_id = fields.choice(
        "Soort organisatie", missing="Kies de soort organisatie.", choices=organisation_types
    )
    name = fields.line("Je naam", 120, missing="Vul je naam in.", attrs={"autocomplete": "name"})
    function = fields.line("Je functie", 120, attrs={"autocomplete": "organization-title"})
    email = address_field("Je e-mailadres", missing="Vul je e-mailadres in.")
    phone = forms.CharField(
        label="Je telefoonnummer",
        max_length=40,
        validators=[fields.PHONE],
        widget=fields.LineInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": "Vul je telefoonnummer in.",
            "max_length": fields.LENGTH_MESSAGE,
        },
    )
    words = fields.paragraph(
        "Wat wil je ons vragen of vertellen?",
        1000,
        help_text=f"Bijvoorbeeld wanneer we je best bellen. {NO_CLIENT}",
    )


class FeedbackForm(Guarded):
    """What is wrong or unclear, and on which page (F20)."""

    page = fields.line(
        "Over welke pagina gaat het?", 200, help_text="Het adres of de titel van de pagina."
    )
    words = fields.paragraph(
        "Wat is er fout of onduidelijk?",
        1000,
        missing="Schrijf wat er fout of onduidelijk is.",
        help_text=NO_CLIENT,
    )
    email = address_field(
        "Je e-mailadres",
        help_text="Vul dit in als je een antwoord wil. We gebruiken het alleen daarvoor.",
    )

    def clean_page(self) -> str:
        """Keep no address as it stands: it may be somebody's personal link."""
        words = str(self.cleaned_data["page"]).split()
        return " ".join(links.page_of(word) if "/" in word else word for word in words)
