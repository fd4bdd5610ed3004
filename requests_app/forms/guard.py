"""A guard against robots without a puzzle (F18): a field nobody sees, and a form nobody fills so fast.

The stamp is the form's one-time token: it holds the moment at which the form was shown. Whoever is
stopped by mistake loses nothing: the text stands there still, and sending again works.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from requests_app import links

MIN_SECONDS = 3
STALE = (
    "Dit formulier stond te lang open of was niet volledig. Je tekst staat er nog."
    " Kijk alles na en verstuur opnieuw."
)
QUICK = "Dat ging heel snel. Kijk je tekst nog eens na en verstuur opnieuw."
TRAP = "Laat het veld “Website” leeg en verstuur opnieuw."


def trap() -> forms.CharField:
    """Return the field that people do not see; robots fill in whatever they find."""
    attrs = {"autocomplete": "off", "tabindex": "-1"}
    return forms.CharField(
        label="Website (laat dit leeg)", required=False, widget=forms.TextInput(attrs)
    )


def too_quick(token: str) -> bool:
    """Tell whether the form was shown less than MIN_SECONDS ago; not asked where THROTTLE is off."""
    age = links.submission_age(token) if settings.THROTTLE else None
    return age is not None and age.total_seconds() < MIN_SECONDS


def like_a_robot(posted: Mapping[str, Any]) -> bool:
    """Tell whether the request form comes back as a program would send it.

    A form that we sent back has a token that says so, and passes: nobody is stopped twice.
    """
    token = posted.get("token", "")
    return not links.is_seen(token) and (bool(posted.get("website")) or too_quick(token))


class Guarded(forms.Form):
    """A form for strangers. `token` is good once it is valid: the same one twice is one posting."""

    website = trap()
    begonnen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            self.add_error(None, TRAP)
        elif self.token is None:
            self.add_error(None, STALE)
        elif too_quick(data["begonnen"]):
            self.add_error(None, QUICK)
        return data

    def kept(self) -> dict[str, Any]:
        """Return what was filled in, without the guard's own fields."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in OWN_FIELDS}

    @property
    def token(self) -> UUID | None:
        """Return the id of this one showing of the form; None when the stamp is not ours or old."""
        return links.read_submission_token(self.data.get("begonnen", ""))

    @property
    def posting(self) -> UUID:
        """Return the id of a valid posting."""
        return UUID(str(self.token))

    @property
    def stamp(self) -> str:
        """Return what the page must send along: the same stamp while it is good, else a new one."""
        return self.data["begonnen"] if self.token else links.new_submission_token()


OWN_FIELDS = frozenset(Guarded.base_fields)
