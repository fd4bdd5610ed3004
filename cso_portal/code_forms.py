"""The forms to log in by a code and to ask for access."""

from datetime import datetime
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone

from privacy.networks import network_of
from privacy.throttle import Limit, Throttled, admit
from requests_app.forms import fields
from requests_app.forms.guard import Guarded
from requests_app.selectors.contacts import account_for, address_key
from requests_app.services.accounts import AccessWish

QUARTER = 15 * 60
HOUR = 60 * 60
# A whole office may stand behind one address.
PER_NETWORK = Limit("login_code_network", guesses=60, seconds=QUARTER)
PER_ADDRESS = Limit("login_code", guesses=5, seconds=QUARTER)
GUESSES = Limit("login_code_guess", guesses=20, seconds=HOUR)
ONCE = Limit("login_code_used", guesses=1, seconds=HOUR)
ASKED_TOO_OFTEN = "Er is te vaak een code gevraagd. Wacht %(wait)s en vraag er dan een nieuwe."
GUESSED_TOO_OFTEN = "De code was te vaak fout. Wacht %(wait)s en vraag dan een nieuwe."
USED = "Deze code is al gebruikt. Vraag een nieuwe."


def email_field(hint: str) -> forms.EmailField:
    """Return the field for the address by which somebody logs in."""
    return forms.EmailField(
        label="Je e-mailadres op het werk",
        max_length=254,
        help_text=hint,
        widget=fields.AddressInput({"autocomplete": "email"}),
        error_messages={
            "required": "Vul je e-mailadres in.",
            "invalid": fields.EMAIL_MESSAGE,
            "max_length": fields.LENGTH_MESSAGE,
        },
    )


def known_form(email: str) -> str:
    """Return an address as accounts have it; refuse letters that only look like ours."""
    key = address_key(email)
    if not key:
        raise ValidationError(fields.EMAIL_MESSAGE, code="invalid")
    return key


def take_place(request: HttpRequest, email: str, *, now: datetime) -> None:
    """Count one code that is asked, for whomever; raise Throttled."""
    admit([(PER_NETWORK, network_of(request)), (PER_ADDRESS, email)], now=now)


class AskCodeForm(RequestLoginCodeForm):  # type: ignore[misc] # allauth ships no types
    """Asks an address; says nothing about whether it is known."""

    email = email_field("We mailen je een code. Je hebt geen wachtwoord nodig.")
    wait = 0

    def clean_email(self) -> str:
        email = known_form(self.cleaned_data["email"])
        try:
            take_place(context.request, email, now=timezone.now())
        except Throttled as refused:
            self.wait = refused.wait
            raise ValidationError(
                ASKED_TOO_OFTEN, code="throttled", params={"wait": refused.wait_text}
            ) from None
        self._user = account_for(email)
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc] # allauth ships no types
    """Asks the code. Every guess takes a place first, however many come at once."""

    code = forms.CharField(
        label="Code uit de mail",
        max_length=40,
        help_text="8 cijfers, met of zonder spatie.",
        widget=fields.LineInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={
            "required": "Typ de code uit de mail.",
            "max_length": "Typ alleen de 8 cijfers van de code.",
        },
    )
    wait = 0

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_code(self) -> str:
        now = timezone.now()
        try:
            admit([(GUESSES, self.email)], now=now)
        except Throttled as refused:
            self.wait = refused.wait
            raise ValidationError(
                GUESSED_TOO_OFTEN, code="throttled", params={"wait": refused.wait_text}
            ) from None
        code: str = super().clean_code()
        try:
            admit([(ONCE, f"{self.email} {self.expected_code}")], now=now)
        except Throttled:
            raise ValidationError(USED, code="used") from None
        return code


class AccessForm(Guarded):
    """Asks who somebody is and for which organisation."""

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
    name = fields.line("Je naam", 120, missing="Vul je naam in.", attrs={"autocomplete": "name"})
    function = fields.line("Je functie", 120, attrs={"autocomplete": "organization-title"})
    phone = forms.CharField(
        label="Je telefoonnummer",
        max_length=40,
        help_text="Een coach kan je bellen om na te gaan of jij het bent.",
        validators=[fields.PHONE],
        widget=fields.LineInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": "Vul je telefoonnummer in.",
            "max_length": fields.LENGTH_MESSAGE,
        },
    )
    email = email_field("Gebruik je adres bij de organisatie. We mailen je een code.")
    wait = 0

    def clean_email(self) -> str:
        """Return the address as accounts have it."""
        return known_form(self.cleaned_data["email"])

    def admitted(self, request: HttpRequest, *, now: datetime) -> bool:
        """Take a place for the code that will be mailed; say so in the form when there is none."""
        try:
            take_place(request, self.cleaned_data["email"], now=now)
        except Throttled as refused:
            self.wait = refused.wait
            self.add_error(None, ASKED_TOO_OFTEN % {"wait": refused.wait_text})
            return False
        return True

    @property
    def wish(self) -> AccessWish:
        """Return what was asked."""
        data = self.cleaned_data
        return AccessWish(
            email=data["email"],
            organisation_name=data["organisation_name"],
            name=data["name"],
            function=data["function"],
            phone=data["phone"],
        )
