"""The admin's forms for texts of agreement and for the sheets that explain them."""

from typing import Any

from django import forms

from requests_app.choices import SHEET_WORDS
from requests_app.models import ConsentSheet, ConsentText, Language


class ConsentTextForm(forms.ModelForm[ConsentText]):
    """A new text: what it is for, and what it says. Its number is given."""

    class Meta:
        model = ConsentText
        fields = ("purpose", "text")
        widgets = {"text": forms.Textarea({"rows": 8, "cols": 90})}


class SheetForm(forms.ModelForm[ConsentSheet]):
    """A sheet; its text and language are chosen once."""

    class Meta:
        model = ConsentSheet
        fields = ("text", "language", "title", "body", "words")
        widgets = {
            "title": forms.TextInput({"size": 80}),
            "body": forms.Textarea({"rows": 24, "cols": 90}),
            "words": forms.Textarea({"rows": 8, "cols": 90}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.instance.language
        if language is not None:
            written = {"lang": language.tag, "dir": "rtl" if language.rtl else "ltr"}
            for name in ("title", "body", "words"):
                if name in self.fields:
                    self.fields[name].widget.attrs.update(written)
        if isinstance(field := self.fields.get("language"), forms.ModelChoiceField):
            field.queryset = Language.objects.filter(active=True).exclude(tag="")
            field.empty_label = "Nederlands"

    def clean_words(self) -> str:
        """Keep one word per line; none at all is possible too."""
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if lines and len(lines) != len(SHEET_WORDS):
            raise forms.ValidationError(
                f"Schrijf {len(SHEET_WORDS)} regels, één per woord. Nu zijn het er {len(lines)}."
            )
        return "\n".join(lines)
