"""The six tasks as checkboxes, each with a line of explanation."""

from typing import Any

from django import forms

from requests_app.choices import Task
from requests_app.forms.fields import CHOICE_MESSAGE
from requests_app.rules import CLIENT_TASKS

EXPLANATIONS = {
    Task.CONSULT_MOTHER_TONGUE: "De CSO is bij het gesprek en praat met je cliënt in de"
    " moedertaal. Kies dan ook een tweede taak: een CSO is niet alleen een tolk.",
    Task.EXPLAIN_DIFFERENCES: "Aan jou en aan je cliënt, zodat jullie elkaar beter begrijpen.",
    Task.HOME_VISIT: "De CSO gaat met jou mee naar je cliënt thuis.",
    Task.INFORM_CLIENT: "Bijvoorbeeld over de volgende stap in de hulp.",
    Task.CASE_ADVICE: "Je bekijkt de vraag met de CSO en bespreekt de aanpak. Zonder cliënt.",
    Task.ACTIVITY: "Over welzijn, gezondheid, onderwijs of een ander thema. Zonder cliënt.",
}


class Explained(str):
    """The name of a task that carries its explanation along."""

    __slots__ = ("explanation",)
    explanation: str

    def __new__(cls, label: str, explanation: str) -> "Explained":
        new = super().__new__(cls, label)
        new.explanation = explanation
        return new

    def __deepcopy__(self, memo: object) -> "Explained":
        return self  # nothing in it changes


TASK_CHOICES = [(task.value, Explained(task.label, EXPLANATIONS[task])) for task in Task]


class TaskBoxes(forms.CheckboxSelectMultiple):
    """Checkboxes that tell the style sheet which tasks involve the client."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_uitleg"
        if value in CLIENT_TASKS:
            option["attrs"]["data-client"] = True
        return option


class TaskChoices(forms.MultipleChoiceField):
    """One or more tasks; whether the choice makes sense is for the rules to say."""

    widget = TaskBoxes

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            error_messages={"invalid_choice": CHOICE_MESSAGE, "invalid_list": CHOICE_MESSAGE},
            **options,
        )

    def to_python(self, value: Any) -> list[str]:
        """Each task once, in the order of the list."""
        chosen = set(super().to_python(value))
        known = [code for code, _ in TASK_CHOICES if code in chosen]
        return known + sorted(chosen.difference(known))
