"""The lighter form for an infosession, action or project (I1): no client, so no agreement."""

from typing import Any

from django import forms

from requests_app import activity_rules, rules
from requests_app.choices import ActivityKind, LocationKind, Theme
from requests_app.forms import fields
from requests_app.forms.questions import DURATIONS, SharedFields, WhenQuestions, WhoQuestions
from requests_app.forms.wishes import WishForm
from requests_app.selectors import catalogue

PLACES = [(kind.value, kind.label) for kind in LocationKind if kind != LocationKind.HOME]
NUMBERS = [(number, str(number)) for number in range(1, rules.MAX_SUPPORTERS + 1)]
# A draft in the browser keeps none of the words that somebody writes freely about the activity.
DRAFT_FIELDS = [
    *WhoQuestions.base_fields,
    "kind",
    "theme",
    "audience_size",
    "languages",
    "supporters_wanted",
    *(name for name in WhenQuestions.base_fields if name != "online_details"),
]


def all_languages() -> list[tuple[str, str]]:
    """Return the languages to tick."""
    return list(catalogue().languages)


class Languages(forms.MultipleChoiceField):
    """One or more languages, each once, in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """Order what was ticked; what is not on the list comes last, and is refused."""
        chosen = set(super().to_python(value))
        known = [code for code, _ in catalogue().languages if code in chosen]
        return known + sorted(chosen.difference(known))


class ActivityQuestions(forms.Form):
    """What the activity is, for whom, and in which languages."""

    kind = fields.choice(
        "Wat organiseer je?",
        missing="Kies wat je organiseert.",
        choices=ActivityKind.choices,
        widget=forms.RadioSelect,
    )
    theme = fields.choice(
        "Over welk thema gaat het?",
        missing="Kies een thema.",
        choices=Theme.choices,
        widget=forms.RadioSelect,
    )
    theme_note = fields.line("Welk ander thema?", 120, help_text="Een paar woorden is genoeg.")
    question = fields.paragraph(
        "Wat wil je doen, en wat verwacht je van de CSO?",
        2000,
        missing="Schrijf kort wat je wil doen en wat je van de CSO verwacht.",
        help_text="Schrijf niets over een cliënt: geen naam en geen verhaal van één persoon.",
    )
    audience = fields.line(
        "Voor wie is het?",
        200,
        missing="Schrijf voor wie het is.",
        help_text="Bijvoorbeeld: ouders van de eerste graad. Schrijf geen namen.",
    )
    audience_size = forms.IntegerField(
        label="Hoeveel mensen verwacht je?",
        help_text="Ongeveer is genoeg.",
        widget=fields.LineInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Schrijf hoeveel mensen je verwacht.",
            "invalid": "Schrijf een getal, bijvoorbeeld 25.",
        },
    )
    languages = Languages(
        label="In welke taal of talen?",
        choices=all_languages,
        help_text="Kies alle talen waarvoor je een CSO nodig hebt.",
        error_messages={
            "required": "Kies minstens één taal.",
            "invalid_choice": fields.CHOICE_MESSAGE,
            "invalid_list": fields.CHOICE_MESSAGE,
        },
    )
    supporters_wanted = fields.choice(
        "Hoeveel CSO's wens je?",
        missing="Kies een aantal.",
        choices=NUMBERS,
        initial=1,
        help_text="Bijvoorbeeld één voor elke taal. Een coach bekijkt of het lukt.",
    )


class ActivityForm(WishForm, ActivityQuestions, WhoQuestions):
    """An activity as it came in; valid when the rules of the service are met."""

    duration_minutes = fields.choice(
        "Hoe lang duurt het?",
        missing="Kies een duur.",
        choices=DURATIONS,
        initial=120,
        help_text="Vertaalt de CSO ook? Reken dan ongeveer anderhalve keer zo lang.",
    )
    location_kind = fields.choice(
        "Waar?", missing="Kies een plaats.", choices=PLACES, widget=forms.RadioSelect
    )

    @property
    def draft_fields(self) -> str:
        """Return the names of what the browser may keep while somebody types."""
        return " ".join(DRAFT_FIELDS)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self._clean_moments()
        if kind := data.get("location_kind"):
            self._clean_address(kind)
        if data.get("theme") != Theme.OTHER:
            self._forget(["theme_note"])
        for violation in activity_rules.activity_violations(
            theme=data.get("theme", ""),
            theme_note=data.get("theme_note", "" if "theme_note" not in self.errors else "-"),
            audience_size=data.get("audience_size", 1),
            languages=data.get("languages", ["-"]),
            wanted=int(data.get("supporters_wanted", 1)),
        ):
            self.add_error(violation.field, violation.message)
        return data


ActivityForm.base_fields = SharedFields(ActivityForm.base_fields)
