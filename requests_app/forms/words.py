"""The words of the service: typed by the coordinator, judged before a page shows them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from requests_app.choices import TextPlace
from requests_app.forms.fields import visible_paragraph
from requests_app.models import SiteText
from requests_app.selectors.words import facts, unknown_facts


class SiteTextForm(forms.ModelForm[SiteText]):
    """A place and its words; only places without words of their own are offered."""

    class Meta:
        model = SiteText
        fields = ("place", "body")
        widgets = {"body": forms.Textarea({"rows": 18, "cols": 90})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            written = set(SiteText.objects.order_by().values_list("place", flat=True))
            free = [choice for choice in TextPlace.choices if choice[0] not in written]
            self.fields["place"].choices = free  # type: ignore[attr-defined]
            self.fields["place"].widget.choices = free

    def clean_body(self) -> str:
        """Drop what nobody can see; refuse a name between braces that stands for nothing."""
        body = visible_paragraph(str(self.cleaned_data["body"]))
        if unknown := unknown_facts(body):
            names = ", ".join(f"{{{name}}}" for name in unknown)
            known = ", ".join(f"{{{name}}}" for name, fact in facts().items() if fact.plain)
            raise ValidationError(f"Dit kennen we niet: {names}. Je kan schrijven: {known}.")
        return body
