"""The service's own words in a mail, judged before a mail shows them (M5)."""

from collections.abc import Container
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from outbox.mails import kind_of
from outbox.models import MailText
from outbox.rules import fault_in


class MailTextForm(forms.ModelForm[MailText]):
    """Subject, opening and closing of one kind of mail; the instance knows which."""

    class Meta:
        model = MailText
        fields = ("subject", "opening", "closing", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mail_class = kind_of(self.instance.kind)
        self.known = mail_class.placeholders() if mail_class else {}
        for name in {"opening", "closing"} & self.fields.keys():  # none for who may only look
            self.fields[name].widget.attrs["rows"] = 8 if name == "opening" else 4

    def clean_subject(self) -> str:
        """Refuse words between braces: what a mail is about already stands before the subject."""
        words = " ".join(str(self.cleaned_data["subject"]).split())
        if fault_in(words, {}):
            raise ValidationError(
                "In het onderwerp kan je niets invullen. Het nummer van de aanvraag staat er al voor."
            )
        return words

    def clean_opening(self) -> str:
        """Judge the words between braces."""
        return self._judged("opening", self.known)

    def clean_closing(self) -> str:
        """Judge the words between braces."""
        return self._judged("closing", self.known)

    def _judged(self, name: str, known: Container[str]) -> str:
        words = str(self.cleaned_data[name]).replace("\r\n", "\n").strip()
        if fault := fault_in(words, known):
            raise ValidationError(fault.message)
        return words
