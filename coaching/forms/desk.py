"""The tiny forms of the desk: one per action. They read what was typed; the services decide."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from coaching.states import NOT_HELD_OUTCOMES
from requests_app.errors import RuleViolation
from requests_app.forms import fields
from requests_app.models import DeclineReason
from requests_app.rules import BRUSSELS, MAX_MINUTES, MIN_MINUTES, brussels_moment, in_words

OTHER = "other"
Choices = Sequence[tuple[str, str]]
AnyField = TypeVar("AnyField", bound=forms.Field)


def day(label: str, *, missing: str = "") -> forms.DateField:
    """Return a date of these times; required exactly when there is a message for its absence."""
    field = fields.day(
        label,
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
    )
    return needed(field, missing)


def hour(label: str, *, missing: str = "") -> forms.TimeField:
    """Return an hour on the Brussels clock."""
    return needed(fields.hour(label), missing)


def needed(field: AnyField, missing: str) -> AnyField:
    """Make a field required when there is a message for its absence."""
    field.required = bool(missing)
    field.error_messages["required"] = missing
    return field


def waive_reason() -> forms.CharField:
    """Return the coördinator's reason to go on without an agreement (D7)."""
    return fields.line(
        "Waarom zonder overeenkomst?",
        300,
        help_text="Alleen nodig als de gratis gesprekken op zijn en er nog niet getekend is.",
    )


class Explained(str):
    """A label of a choice with a line of explanation under it."""

    explanation: str

    def __new__(cls, label: str, explanation: str) -> "Explained":
        made = super().__new__(cls, label)
        made.explanation = explanation
        return made


class DeskForm(forms.Form):
    """A form of the desk. `version` is that of the request as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    # What the services call it, and the field that it is here.
    aliases: Mapping[str, str] = {}

    def moment(self, day: str, hour: str) -> datetime | None:
        """Return two fields as one aware moment; note on the hour what is wrong with it."""
        found_day, found_hour = self.cleaned_data.get(day), self.cleaned_data.get(hour)
        if not isinstance(found_day, date) or not isinstance(found_hour, time):
            return None
        try:
            return brussels_moment(found_day, found_hour)
        except RuleViolation as violation:
            self.add_error(hour, violation.message)
            return None

    def refuse(self, violation: RuleViolation) -> None:
        """Show what a service refused, beside the field that it is about."""
        field = self.aliases.get(violation.field, violation.field)
        self.add_error(field if field in self.fields else None, violation.message)


class ConfirmForm(DeskForm):
    """Nothing to fill in: the page says what will happen, the button does it."""


class PlanForm(DeskForm):
    """When and with whom."""

    aliases = {"start": "wish", "duration_minutes": "minutes", "agreement": "waive_reason"}

    wish = fields.choice("Wanneer?", missing="Kies een moment.", widget=forms.RadioSelect)
    other_day = day("Andere datum")
    other_hour = hour("Uur")
    minutes = forms.IntegerField(
        label="Duur in minuten",
        min_value=MIN_MINUTES,
        max_value=MAX_MINUTES,
        error_messages={"required": "Vul de duur in.", "invalid": "Vul een getal in."},
    )
    supporter = fields.choice("Wie gaat er mee?", missing="Kies een CSO.", widget=forms.RadioSelect)
    companions = forms.MultipleChoiceField(
        label="Nog meer CSO's",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ze krijgen elk een eigen mail. Vink iemand uit om die vrij te laten.",
        error_messages={"invalid_choice": "Kies CSO's uit de lijst."},
    )
    waive_reason = waive_reason()

    def __init__(
        self,
        *args: Any,
        moments: Choices,
        supporters: Choices,
        several: bool = False,
        may_waive: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "wish", [*moments, (OTHER, "Een ander moment")])
        set_choices(self, "supporter", supporters)
        set_choices(self, "companions", supporters)
        if not several:
            del self.fields["companions"]
        if not may_waive:
            del self.fields["waive_reason"]

    def clean(self) -> dict[str, Any]:
        """Turn the chosen or the typed moment into `start`."""
        cleaned = super().clean() or {}
        wish = cleaned.get("wish")
        if wish == OTHER:
            for name in ("other_day", "other_hour"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Vul dit in, of kies een van de momenten.")
            cleaned["start"] = self.moment("other_day", "other_hour")
        elif wish:
            cleaned["start"] = datetime.fromisoformat(wish)
        # Who goes first goes along already.
        others = cleaned.get("companions", [])
        cleaned["companions"] = [pk for pk in others if pk != cleaned.get("supporter")]
        return cleaned


class ProposeForm(DeskForm):
    """One to three other moments, and the CSO who is held for them."""

    aliases = {"start": "hour_1", "moments": "hour_1"}

    day_1 = day("Datum", missing="Vul een datum in.")
    hour_1 = hour("Uur", missing="Vul een uur in.")
    day_2 = day("Datum")
    hour_2 = hour("Uur")
    day_3 = day("Datum")
    hour_3 = hour("Uur")
    supporter = fields.choice(
        "Welke CSO hou je vrij?",
        widget=forms.RadioSelect,
        help_text="Kiest de hulpverlener een moment, dan staat het gesprek meteen ingepland.",
    )

    def __init__(self, *args: Any, supporters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "supporter", [("", "Nog niemand"), *supporters])

    def clean(self) -> dict[str, Any]:
        """Collect the moments that were filled in as `starts`."""
        cleaned = super().clean() or {}
        for number in (2, 3):
            self._both_or_none(f"day_{number}", f"hour_{number}")
        moments = (self.moment(f"day_{number}", f"hour_{number}") for number in (1, 2, 3))
        cleaned["starts"] = [moment for moment in moments if moment is not None]
        return cleaned

    def _both_or_none(self, day: str, hour: str) -> None:
        for one, other in ((day, hour), (hour, day)):
            if self.cleaned_data.get(one) is None or self.errors.get(other):
                continue
            if self.cleaned_data.get(other) is None:
                self.add_error(other, "Vul de datum en het uur allebei in.")

    @property
    def pairs(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return title and fields of each moment."""
        titles = ["Eerste moment", "Tweede moment (optioneel)", "Derde moment (optioneel)"]
        return [
            (title, [self[f"day_{number}"], self[f"hour_{number}"]])
            for number, title in enumerate(titles, start=1)
        ]


class DeclineForm(DeskForm):
    """Why not, and a personal word."""

    reason = forms.ModelChoiceField(
        label="Waarom kan het niet doorgaan?",
        queryset=DeclineReason.objects.filter(active=True),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een reden.", "invalid_choice": "Kies een reden."},
    )
    message = fields.paragraph(
        "Persoonlijk bericht",
        1000,
        help_text=(
            "De hulpverlener leest dit op de pagina van de aanvraag. Het staat niet in de mail."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.label_from_instance = reason_label  # type: ignore[attr-defined]


class AskForm(DeskForm):
    """A question for the requester."""

    question = fields.paragraph(
        "Je vraag aan de hulpverlener",
        2000,
        missing="Schrijf eerst je vraag.",
        help_text=(
            "De hulpverlener leest dit op de beveiligde pagina van de aanvraag. In de mail staat"
            " alleen dat er een vraag is. Noem de cliënt niet bij naam."
        ),
    )


class HeldForm(DeskForm):
    """When the talk really began and ended."""

    aliases = {"start": "begin", "end": "finish", "agreement": "waive_reason"}

    on = day("Datum", missing="Vul een datum in.")
    begin = hour("Begon om", missing="Vul in wanneer het gesprek begon.")
    finish = hour("Eindigde om", missing="Vul in wanneer het gesprek eindigde.")
    waive_reason = waive_reason()

    def __init__(self, *args: Any, may_waive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_waive:
            del self.fields["waive_reason"]

    def clean(self) -> dict[str, Any]:
        """Turn the day and the two hours into `start` and `end`."""
        cleaned = super().clean() or {}
        cleaned["start"] = self.moment("on", "begin")
        cleaned["end"] = self.moment("on", "finish")
        return cleaned


class NotHeldForm(DeskForm):
    """Why the talk did not take place."""

    outcome = fields.choice(
        "Waarom ging het gesprek niet door?",
        missing="Kies wat er gebeurde.",
        choices=[(outcome.value, outcome.label) for outcome in NOT_HELD_OUTCOMES],
        widget=forms.RadioSelect,
    )


class NoteForm(DeskForm):
    """A note among the coaches."""

    body = fields.paragraph(
        "Nieuwe nota",
        2000,
        missing="Schrijf eerst een nota.",
        help_text="Alleen de coaches zien dit.",
    )


def set_choices(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a choice field of one form its choices."""
    field = form.fields[name]
    field.choices = choices  # type: ignore[attr-defined]


def reason_label(reason: DeclineReason) -> Explained:
    """Return the name of a reason, with what the requester will read as its explanation."""
    return Explained(reason.name, f"{reason.text} {reason.next_step}")


def moment_label(start: datetime, kind: str) -> str:
    """Return a moment as a coach reads it in a list."""
    wall = start.astimezone(BRUSSELS)
    return f"{in_words(wall.date())}, {wall:%H.%M} uur ({kind})"
