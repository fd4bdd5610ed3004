"""The requester's answer to a proposal."""

from django import forms

from coaching.models import Proposal, ProposedMoment
from requests_app.forms import fields
from requests_app.rules import in_words, local_date

NONE = "none"


class ProposalAnswerForm(forms.Form):
    """One of the moments, or none of them with a word why."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    message = fields.paragraph(
        "Bericht aan de coaches",
        1000,
        help_text=(
            "Past geen moment? Schrijf wanneer het wel kan. Schrijf hier niets over de cliënt."
        ),
    )

    def __init__(self, *args: object, proposal: Proposal, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.open_proposal = proposal
        self.initial.setdefault("proposal", proposal.pk)
        self.fields["answer"] = fields.choice(
            "Welk moment past?",
            missing="Kies een moment, of kies dat geen van deze momenten past.",
            choices=[*map(_choice, proposal.moments.all()), (NONE, "Geen van deze momenten past")],
            widget=forms.RadioSelect,
        )

    @property
    def is_for_another(self) -> bool:
        """Tell whether the page that was sent showed an older proposal."""
        return self.data.get("proposal") != str(self.open_proposal.pk)


def _choice(moment: ProposedMoment) -> tuple[str, str]:
    day = in_words(local_date(moment.start))
    return str(moment.pk), f"{day}, {moment.local_start:%H.%M} uur"
