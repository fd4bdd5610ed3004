"""Inputs that drop what nobody sees, and native pickers that lose nothing."""

import pytest
from django.http import QueryDict

from requests_app.forms import fields


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Noor", "Noor"),
        ("Zoë Çelik-Ó’Brien", "Zoë Çelik-Ó’Brien"),
        ("a\x00b\x1fc\x7fd\x85e\ufefff", "abcdef"),
        ("a\u202a\u202b\u202c\u202d\u202eb\u2066\u2067\u2068\u2069c", "abc"),
        ("a\tb\nc", "a b c"),
        ("\u0641\u200c\u0645", "\u0641\u200c\u0645"),
    ],
)
def test_line_keeps_what_people_see(typed, kept):
    assert fields.visible_line(typed) == kept


def test_paragraph_keeps_its_lines_and_tabs():
    assert fields.visible_paragraph("een\r\ntwee\n\tdrie\x00\u202e") == "een\ntwee\n\tdrie"


@pytest.mark.parametrize(
    ("widget", "value", "shown_as"),
    [
        (fields.NativeDate, "2026-12-03", "date"),
        (fields.NativeDate, "03/12/2026", "text"),
        (fields.NativeDate, "2027-02-29", "text"),
        (fields.NativeDate, "20261203", "text"),
        (fields.NativeDate, "", "date"),
        (fields.NativeTime, "14:00", "time"),
        (fields.NativeTime, "14u30", "text"),
        (fields.NativeTime, "25:00", "text"),
        (fields.NativeTime, None, "time"),
    ],
)
def test_picker_becomes_a_text_field_for_what_it_cannot_show(widget, value, shown_as):
    html = widget({"min": "0", "step": "5", "lang": "nl"}).render("x", value)

    assert f'type="{shown_as}"' in html
    assert not value or f'value="{value}"' in html
    assert ("min=" in html, "step=" in html) == (shown_as != "text",) * 2
    assert 'lang="nl"' in html


@pytest.mark.parametrize(
    "number",
    ["016 12 34 56", "+32 16 12 34 56", "(016)123456", "0470/12.34.56", "016 12 34 56 toestel 12"],
)
def test_telephone_numbers_as_people_write_them_are_taken(number):
    assert fields.PHONE(number) is None


@pytest.mark.parametrize("number", ["", "12", "bel me", "016 12 34 56\nx", "1" * 16, "+-+-"])
def test_what_is_no_telephone_number_is_refused(number):
    with pytest.raises(fields.forms.ValidationError, match="8 tot 15 cijfers"):
        fields.PHONE(number)


@pytest.mark.parametrize(
    "widget",
    [
        fields.LineInput,
        fields.ParagraphInput,
        fields.AddressInput,
        fields.NativeDate,
        fields.NativeTime,
    ],
)
def test_absent_field_stays_absent(widget):
    assert widget().value_from_datadict(QueryDict(), QueryDict(), "x") is None


@pytest.mark.parametrize("widget", [fields.NativeDate, fields.NativeTime])
def test_native_inputs_do_not_repeat_what_nobody_can_see(widget):
    typed = QueryDict(mutable=True)
    typed["x"] = "\u202e12:00\x00\u2066"

    assert widget().value_from_datadict(typed, QueryDict(), "x") == "12:00"
