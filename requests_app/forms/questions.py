"""What the request form asks: labels, hints, lists, and the messages of each field by itself."""

from copy import deepcopy

from django import forms
from django.urls import reverse_lazy

from requests_app import rules
from requests_app.choices import (
    ConsentForm,
    ConsentGiver,
    Gender,
    LocationKind,
    Rhythm,
    SupporterGender,
)
from requests_app.forms import fields
from requests_app.forms.tasks import TASK_CHOICES, TaskChoices
from requests_app.selectors import catalogue

DURATIONS = [
    (minutes, rules.duration_in_words(minutes))
    for minutes in (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480)
]
SERIES = [
    (1, "Nee, één gesprek"),
    *((count, f"Ja, {count} gesprekken") for count in range(2, rules.MAX_SERIES + 1)),
]
OTHER_CONSENT_LANGUAGES = [("nederlands", "Nederlands"), ("andere", "Een andere taal")]


def languages() -> list[tuple[str, str]]:
    """Return the languages to choose from."""
    return [("", "Kies een taal"), *catalogue().languages]


def consent_languages() -> list[tuple[str, str]]:
    """Return the languages in which the text of the agreement can be explained."""
    return [*languages(), *OTHER_CONSENT_LANGUAGES]


def organisation_types() -> list[tuple[str, str]]:
    """Return the kinds of organisation to choose from."""
    return [("", "Kies een soort"), *catalogue().organisation_types]


class SharedFields(dict[str, forms.Field]):
    """Fields that all forms share: copying all of them for each posting cost more than the rest.

    Lists come from functions, so nothing of a field changes; only the dates get limits per day,
    and are copied.
    """

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return {
            name: deepcopy(field) if isinstance(field, forms.DateField) else field
            for name, field in self.items()
        }


class WhoQuestions(forms.Form):
    """Who asks, and for which organisation."""

    requester_name = fields.line(
        "Je naam", 120, missing="Vul je naam in.", attrs={"autocomplete": "name"}
    )
    requester_function = fields.line(
        "Je functie", 120, attrs={"autocomplete": "organization-title"}
    )
    requester_email = forms.EmailField(
        label="Je e-mailadres",
        max_length=254,
        help_text="Hier sturen we de kopie en ons antwoord naartoe.",
        widget=fields.AddressInput({"autocomplete": "email"}),
        error_messages={
            "required": "Vul je e-mailadres in.",
            "invalid": fields.EMAIL_MESSAGE,
            "max_length": fields.LENGTH_MESSAGE,
        },
    )
    requester_phone = forms.CharField(
        label="Je telefoonnummer",
        max_length=40,
        help_text="Zodat een coach je snel kan bereiken.",
        validators=[fields.PHONE],
        widget=fields.LineInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": "Vul je telefoonnummer in.",
            "max_length": fields.LENGTH_MESSAGE,
        },
    )
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
    organisation_type = fields.choice(
        "Soort organisatie", missing="Kies de soort organisatie.", choices=organisation_types
    )
    organisation_postcode = fields.line(
        "Postcode",
        10,
        attrs={"autocomplete": "postal-code", "inputmode": "numeric"},
    )
    organisation_city = fields.line(
        "Gemeente",
        100,
        missing="Vul de gemeente van je organisatie in.",
        attrs={"autocomplete": "address-level2"},
    )
    introduced = fields.choice(
        "Maakten jullie al kennis met onze dienst?",
        missing="Kies ja of nee.",
        choices=[("ja", "Ja"), ("nee", "Nee, nog niet")],
        widget=forms.RadioSelect,
    )


class ConsultQuestions(forms.Form):
    """What the talk is for, and the client. Client fields count only when a client takes part."""

    tasks = TaskChoices(label="Waarvoor heb je de CSO nodig?", choices=TASK_CHOICES)
    language = fields.choice("Taal", missing="Kies een taal.", choices=languages)
    language_note = fields.line(
        "Variant of dialect",
        200,
        help_text="Bijvoorbeeld: Arabisch uit Marokko.",
    )
    question = fields.paragraph(
        "Waarover gaat het gesprek?",
        2000,
        missing="Schrijf kort waarover het gesprek gaat.",
        help_text="Schrijf geen naam en geen diagnose.",
    )
    sensitive_points = fields.paragraph(
        "Waarop let de CSO best?",
        2000,
        help_text="Gevoelige punten, of wat je liever niet bespreekt. Schrijf geen naam en geen"
        " diagnose.",
    )

    supporter_gender = fields.choice(
        "Liefst een vrouw of een man?",
        choices=[("", "Maakt niet uit"), *SupporterGender.choices],
    )
    wished_supporter = fields.line(
        "Dezelfde CSO als vorige keer?",
        80,
        help_text="Schrijf alleen de voornaam van de CSO.",
        attrs={"autocomplete": "off"},
    )
    avoided_supporter = fields.line(
        "Liever niet deze CSO?",
        80,
        help_text="Schrijf alleen de voornaam. Je hoeft niet te zeggen waarom.",
        attrs={"autocomplete": "off"},
    )

    client_name = fields.line("Naam van de cliënt", 120, attrs={"autocomplete": "off"})
    birth_year = fields.line(
        "Geboortejaar", 4, attrs={"autocomplete": "off", "inputmode": "numeric"}
    )
    gender = fields.choice(
        "Geslacht",
        choices=[("", "Niet ingevuld"), *Gender.choices],
        help_text="Alleen als het voor het gesprek belangrijk is.",
    )
    file_reference = fields.line(
        "Jouw dossiernummer",
        60,
        help_text="Zo herken je de aanvraag zelf terug.",
        attrs={"autocomplete": "off"},
    )
    consent = forms.BooleanField(
        label="Ja, de cliënt gaf uitdrukkelijk akkoord met deze tekst.", required=False
    )
    consent_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    consent_given_by = fields.choice(
        "Wie gaf het akkoord?",
        choices=[(giver.value, giver.in_full) for giver in ConsentGiver],
        widget=forms.RadioSelect,
    )
    consent_given_how = fields.choice("Hoe?", choices=ConsentForm.choices, widget=forms.RadioSelect)
    consent_given_on = fields.day("Op welke dag?")
    consent_language = fields.choice(
        "In welke taal legde je de tekst uit?", choices=consent_languages
    )
    learning = forms.BooleanField(label="Ja, de cliënt gaat ook hiermee akkoord.", required=False)
    learning_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WhenQuestions(forms.Form):
    """When, for how long and where."""

    date_1 = fields.day("Datum")
    time_1 = fields.hour("Uur")
    date_2 = fields.day("Datum")
    time_2 = fields.hour("Uur")
    date_3 = fields.day("Datum")
    time_3 = fields.hour("Uur")
    duration_minutes = fields.choice(
        "Hoe lang duurt het?",
        missing="Kies een duur.",
        choices=DURATIONS,
        initial=60,
        help_text="Een gesprek in twee talen duurt ongeveer anderhalve keer zo lang.",
    )
    location_kind = fields.choice(
        "Waar?",
        missing="Kies een plaats.",
        choices=LocationKind.choices,
        widget=forms.RadioSelect,
    )
    location_address = forms.CharField(
        label="Adres",
        max_length=500,
        required=False,
        help_text="Straat, nummer, gemeente.",
        widget=fields.ParagraphInput({"rows": 2, "autocomplete": "street-address"}),
        error_messages={"max_length": fields.LENGTH_MESSAGE},
    )
    location_directions = forms.CharField(
        label="Hoe kom je er binnen?",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: welke bel, welke verdieping, waar je je aanmeldt.",
        widget=fields.ParagraphInput({"rows": 2, "autocomplete": "off"}),
        error_messages={"max_length": fields.LENGTH_MESSAGE},
    )
    online_details = fields.line(
        "Link of programma",
        500,
        help_text="Bijvoorbeeld: Teams. Heb je de link nog niet? Dan kan je die later mailen.",
        attrs={"autocomplete": "off"},
    )


class RequestQuestions(WhenQuestions, ConsultQuestions, WhoQuestions):
    """Everything that a request asks, in the order of the page: the last base comes first."""

    home_address = fields.line(
        "Adres van het huisbezoek",
        300,
        help_text="We bewaren dit adres versleuteld, bij de gegevens van de cliënt.",
        attrs={"autocomplete": "off"},
    )
    series_count = fields.choice(
        "Wil je meer gesprekken?",
        choices=SERIES,
        initial=1,
        help_text="We plannen ze een voor een, en kijken telkens of het volgende nog nodig is.",
    )
    series_rhythm = fields.choice(
        "Hoe vaak?", choices=[("", "Dat spreken we nog af"), *Rhythm.choices]
    )
