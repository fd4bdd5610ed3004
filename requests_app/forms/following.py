"""The small forms behind the requester's link."""

from typing import Any

from django import forms

from requests_app.choices import Helped
from requests_app.codes import DIGITS
from requests_app.errors import RuleViolation
from requests_app.forms import fields
from requests_app.forms.questions import WhoQuestions


class FollowingForm(forms.Form):
    """A form whose service may refuse, beside a field or on top of the page."""

    def refuse(self, violation: RuleViolation) -> None:
        """Show what a service refused, beside the field that it is about."""
        self.add_error(
            violation.field if violation.field in self.fields else None, violation.message
        )


class AnswerForm(FollowingForm):
    """The answer to a question of the coaches. `version` is the request as the page showed it."""

    answer = fields.paragraph(
        "Je antwoord",
        2000,
        missing="Schrijf eerst je antwoord.",
        help_text="Alleen de coaches lezen dit. Het staat niet in een mail.",
    )


class ContactForm(FollowingForm):
    """Who asks and how to reach them."""

    requester_name = WhoQuestions.base_fields["requester_name"]
    requester_function = WhoQuestions.base_fields["requester_function"]
    requester_email = WhoQuestions.base_fields["requester_email"]
    requester_phone = WhoQuestions.base_fields["requester_phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "requester_email"
        ].help_text = "Verandert dit? Dan sturen we ook een bericht naar het vorige adres."


class CodeForm(FollowingForm):
    """The one-time code out of the mail."""

    code = fields.line(
        "Code uit de mail",
        20,
        missing="Vul de code uit de mail in.",
        help_text=f"{DIGITS} cijfers.",
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class LostLinkForm(forms.Form):
    """The address with which requests were made."""

    email = forms.EmailField(
        label="Je e-mailadres",
        max_length=254,
        help_text="Het adres dat je bij je aanvraag invulde.",
        widget=fields.AddressInput({"autocomplete": "email"}),
        error_messages={
            "required": "Vul je e-mailadres in.",
            "invalid": fields.EMAIL_MESSAGE,
            "max_length": fields.LENGTH_MESSAGE,
        },
    )


class FeedbackForm(FollowingForm):
    """Three questions after the talk."""

    helped = fields.choice(
        "Hielp het gesprek je verder?",
        missing="Kies of het gesprek je verder hielp.",
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )
    worked_well = fields.choice(
        "Verliep de samenwerking met de CSO goed?",
        missing="Kies of de samenwerking goed verliep.",
        choices=Helped.choices,
        widget=forms.RadioSelect,
    )
    words = fields.paragraph(
        "Wat moeten we nog weten?",
        1000,
        help_text="Alleen de coaches lezen dit. Schrijf geen naam van je cliënt.",
    )
