"""The client's second, free agreement, given after the request was made."""

from django import forms


class LearningForm(forms.Form):
    """One tick, never set beforehand, and the version of the text that the page showed."""

    learning = forms.BooleanField(
        label="Ja, de cliënt gaat hiermee akkoord.",
        error_messages={
            "required": "Vink aan dat de cliënt akkoord gaat. Wil de cliënt dat niet? Ga dan terug."
        },
    )
    learning_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
