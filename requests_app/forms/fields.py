"""Fields whose messages say, in Dutch, what to do; and inputs that drop what nobody can see."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.widgets import DateTimeBaseInput
from django.utils.datastructures import MultiValueDict

# Control characters and the marks that turn the direction of a whole line around. Marks that
# belong to Arabic and Persian spelling (zero width joiners, U+200E, U+200F) stay.
_UNSEEN = [
    *range(0x09),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
]
_IN_PARAGRAPH: Mapping[int, str | None] = dict.fromkeys(_UNSEEN)
_IN_LINE: Mapping[int, str | None] = {**_IN_PARAGRAPH, 0x09: " ", 0x0A: " ", 0x0D: " "}

PHONE = RegexValidator(
    r"^[+(]?(?:[\s().,/-]*\d){8,15}[\s]*(?:\(?(?:toestel|ext\.?|intern)\s*\d{1,6}\)?)?$",
    "Schrijf een telefoonnummer met 8 tot 15 cijfers, bijvoorbeeld 016 12 34 56.",
)
# What native inputs send comes first: every format that does not fit costs time.
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hu%M"]
EMAIL_MESSAGE = "Schrijf een e-mailadres zoals naam@organisatie.be."
CHOICE_MESSAGE = "Kies een van de mogelijkheden."
DATE_MESSAGE = "Deze datum bestaat niet. Schrijf ze zoals 03/12/2026."
TIME_MESSAGE = "Dit uur bestaat niet. Schrijf het zoals 14:00."
LENGTH_MESSAGE = (
    "Dit is te lang: schrijf ten hoogste %(limit_value)d tekens (nu zijn het er %(show_value)d)."
)


def visible_line(text: str) -> str:
    """Return one line of text without characters that nobody can see."""
    return text if text.isprintable() else text.translate(_IN_LINE)


def visible_paragraph(text: str) -> str:
    """Return text of more lines without characters that nobody can see."""
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_IN_PARAGRAPH)


class LineInput(forms.TextInput):
    """One line; cleaned where it comes in, so that the echo is clean too."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        value = data.get(name)
        return visible_line(value) if value else value


class ParagraphInput(forms.Textarea):
    """More lines; cleaned like LineInput."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        value = data.get(name)
        return visible_paragraph(value) if value else value


class AddressInput(forms.EmailInput):
    """An e-mail address; a line break in it stays, so that it is refused and not repaired."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        value = data.get(name)
        return value.translate(_IN_PARAGRAPH) if value else value


class NativeInput(DateTimeBaseInput):
    """The browser's own picker; what it cannot show again stays as plain text."""

    parse: Callable[[str], object]
    shape: str

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        value = data.get(name)
        return visible_line(value) if value else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not _readable(self.parse, context["widget"]["value"], self.shape):
            _show_as_text(context["widget"])
        return context


class NativeDate(NativeInput, forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"
    parse = date.fromisoformat
    shape = "2026-12-03"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NativeTime(NativeInput, forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"
    parse = time.fromisoformat
    shape = "14:00"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def _readable(parse: Callable[[str], object], text: str | None, shape: str) -> bool:
    if not text:
        return True
    try:
        parse(text)
    except ValueError:
        return False
    return len(text) == len(shape)


def _show_as_text(widget: dict[str, Any]) -> None:
    limits = {"min", "max", "step"}
    widget["type"] = "text"
    widget["attrs"] = {k: v for k, v in widget["attrs"].items() if k not in limits}


def line(label: str, max_length: int, *, missing: str = "", **options: Any) -> forms.CharField:
    """Return a field of one line; required exactly when there is a message for its absence."""
    attrs = options.pop("attrs", {})
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=bool(missing),
        widget=LineInput(attrs),
        error_messages={"required": missing, "max_length": LENGTH_MESSAGE},
        **options,
    )


def paragraph(label: str, max_length: int, *, missing: str = "", **options: Any) -> forms.CharField:
    """Return a field of more lines."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=bool(missing),
        widget=ParagraphInput({"rows": 4}),
        error_messages={"required": missing, "max_length": LENGTH_MESSAGE},
        **options,
    )


def choice(label: str, *, missing: str = "", **options: Any) -> forms.ChoiceField:
    """Return a field with one choice out of a list."""
    return forms.ChoiceField(
        label=label,
        required=bool(missing),
        error_messages={"required": missing, "invalid_choice": missing or CHOICE_MESSAGE},
        **options,
    )


def day(label: str, **options: Any) -> forms.DateField:
    """Return an optional date."""
    return forms.DateField(
        label=label,
        required=False,
        widget=NativeDate(options.pop("attrs", None)),
        input_formats=DATE_FORMATS,
        error_messages={"invalid": DATE_MESSAGE},
        **options,
    )


def hour(label: str, **options: Any) -> forms.TimeField:
    """Return an optional time of the day."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=NativeTime({"step": 300}),
        input_formats=TIME_FORMATS,
        error_messages={"invalid": TIME_MESSAGE},
        **options,
    )
