"""The requester's answer to a proposal."""

from django import forms

from coaching.models import Proposal
from requests_app.rules import in_words, local_date

NONE = "none"


class ProposalAnswerForm(forms.Form):
    """One of the moments, or none of them with a word why."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Welk moment past?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een moment, of kies dat geen van deze momenten past.",
            "invalid_choice": "Kies een van de momenten hieronder.",
        },
    )
    message = forms.CharField(
        label="Bericht aan de coaches",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="Past geen moment? Schrijf wanneer het wel kan. Schrijf hier niets over de cliënt.",
    )

    def __init__(self, *args: object, proposal: Proposal, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.open_proposal = proposal
        self.initial.setdefault("proposal", proposal.pk)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)  # noqa: S101 - for the types
        answer.choices = [
            *(
                (
                    str(moment.pk),
                    f"{in_words(local_date(moment.start))}, {moment.local_start:%H.%M} uur",
                )
                for moment in proposal.moments.all()
            ),
            (NONE, "Geen van deze momenten past"),
        ]

    @property
    def is_for_another(self) -> bool:
        """Tell whether the page that was sent showed an older proposal."""
        return self.data.get("proposal") != str(self.open_proposal.pk)
