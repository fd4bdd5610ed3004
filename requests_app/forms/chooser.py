"""The four questions of "Welke hulp past?"; the answers stand in the address and say nothing of anybody."""

from django import forms

from requests_app.chooser import Answers, Difficulty, Exactness, Moment, Purpose
from requests_app.forms import fields


class ChooserForm(forms.Form):
    """Sent with GET: an answer can be kept as a bookmark or passed on."""

    waarvoor = fields.choice(
        "Waarvoor zoek je hulp?",
        missing="Kies waarvoor je hulp zoekt.",
        choices=[
            (Purpose.TALK, "Een gesprek met een cliënt"),
            (Purpose.ADVICE, "Raad voor mezelf, voor ik met een cliënt praat"),
            (Purpose.GROUP, "Een infosessie, een actie of een project met een groep"),
        ],
        widget=forms.RadioSelect,
    )
    moeilijk = fields.choice(
        "Wat maakt het moeilijk?",
        missing="Kies wat het moeilijk maakt.",
        choices=[
            (
                Difficulty.CULTURE,
                "Meer dan de taal: cultuur, geloof, vertrouwen of uitleg over de hulp",
            ),
            (Difficulty.LANGUAGE, "Alleen de taal: we hebben een vertaling nodig"),
            (Difficulty.DUTCH, "Mijn cliënt wil beter Nederlands leren spreken"),
        ],
        widget=forms.RadioSelect,
    )
    woorden = fields.choice(
        "Hoe juist moet elk woord zijn?",
        missing="Kies hoe juist elk woord moet zijn.",
        choices=[
            (Exactness.EXACT, "Heel juist: over gezondheid, recht, geld of een belangrijke keuze"),
            (Exactness.SIMPLE, "Het is een eenvoudige boodschap, zoals een afspraak maken"),
        ],
        widget=forms.RadioSelect,
    )
    wanneer = fields.choice(
        "Wanneer is het nodig?",
        missing="Kies wanneer het nodig is.",
        choices=[(Moment.LATER, "Later"), (Moment.SOON, "Sneller")],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: dict[str, str] | None = None, *, lead_days: int) -> None:
        super().__init__(data)
        self.fields["wanneer"].widget.choices = [
            (Moment.LATER, f"Over {lead_days} dagen of later"),
            (Moment.SOON, f"Vroeger dan over {lead_days} dagen"),
        ]

    @property
    def answers(self) -> Answers:
        """Return the answers of a valid form."""
        data = self.cleaned_data
        return Answers(
            purpose=Purpose(data["waarvoor"]),
            difficulty=Difficulty(data["moeilijk"]),
            exactness=Exactness(data["woorden"]),
            moment=Moment(data["wanneer"]),
        )
