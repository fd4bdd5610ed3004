"""The forms of the second step. A wrong code counts as a guess, a right one is spent."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from cso_portal import second_factor
from cso_portal.login import QUARTER
from privacy.errors import SealError
from privacy.throttle import Limit, Throttled, admit, forget

PER_USER = Limit("code", guesses=5, seconds=QUARTER)
# Who has the password still needs about a thousand years of guessing, and not one.
PER_USER_DAY = Limit("code-day", guesses=30, seconds=24 * 60 * 60)
WRONG = (
    "Deze code klopt niet. Gebruik de code die nu in je app staat. Elke code werkt maar één keer."
)
TOO_OFTEN = "Er is te vaak een verkeerde code ingevuld. Wacht %(wait)s en probeer het dan opnieuw."
UNREADABLE = (
    "We kunnen je tweede stap niet lezen. Vraag een beheerder om hem opnieuw in te stellen."
)


class CodeField(forms.CharField):
    """Six digits of the app, or eight of a recovery code; spaces do not matter."""

    def __init__(self, help_text: str) -> None:
        super().__init__(
            label="Code",
            max_length=20,
            help_text=help_text,
            error_messages={"required": "Vul de code in."},
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "spellcheck": "false",
                }
            ),
        )


class CodeForm(forms.Form):
    """A code of the app or a recovery code, spent when the form is valid."""

    code = CodeField("De 6 cijfers uit je app, of een herstelcode van 8 cijfers.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.wait = 0
        self.used = ""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        now, subject = timezone.now(), str(self.user.pk)
        try:
            admit([(PER_USER_DAY, subject), (PER_USER, subject)], now=now)
            used = second_factor.use_code(self.user, code, now=now)
        except Throttled as refused:
            self.wait = refused.wait
            params = {"wait": refused.wait_text}
            raise forms.ValidationError(TOO_OFTEN, code="throttled", params=params) from None
        except SealError:
            raise forms.ValidationError(UNREADABLE, code="unreadable") from None
        if used is None:
            raise forms.ValidationError(WRONG, code="wrong")
        self.used = used
        forget(PER_USER, subject, now=now)
        forget(PER_USER_DAY, subject, now=now)
        return code


class FirstCodeForm(forms.Form):
    """Proof that the app took over the secret."""

    code = CodeField("De 6 cijfers die nu in je app staan.")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        self.step = -1

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        step = second_factor.matching_step(self.secret, code, now=timezone.now())
        if step is None:
            raise forms.ValidationError(WRONG, code="wrong")
        self.step = step
        return code
