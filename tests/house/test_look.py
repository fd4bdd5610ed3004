"""The look keeps its promises: contrast in both themes, weight, and fields that a screen reader can follow."""

import gzip
import re

import pytest
from django import forms
from django.template import engines

from cso_portal.finders import css_folder
from tests.house.tree import ROOT

STATIC = ROOT / "static"
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
BACKGROUNDS = ("paper", "sheet", "soft", "tint")
TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "quiet", "action") for ground in BACKGROUNDS],
    *[("ink", ground) for ground in ("sun", "error-tint", "good-tint")],
    *[("error", "paper"), ("error", "sheet"), ("error", "error-tint")],
    *[("amber", "sun"), ("good", "good-tint"), ("on-action", "action")],
]
EDGE_PAIRS = [("edge", "sheet"), ("edge", "paper"), ("focus", "paper"), ("focus", "soft")]


class Visit(forms.Form):
    mail = forms.EmailField(label="Je mailadres", help_text="Hierop krijg je ons antwoord.")
    phone = forms.CharField(label="Telefoon", required=False)
    place = forms.ChoiceField(
        label="Waar?", choices=[("o", "Bij ons"), ("h", "Thuis")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Mijn cliënt gaat akkoord.")


INCLUDES = [
    ("includes/field.html", "mail"),
    ("includes/field.html", "phone"),
    ("includes/choices.html", "place"),
    ("includes/checkbox.html", "agreed"),
]


def tokens(theme):
    found = TOKEN.findall((STATIC / "theme.css").read_text(encoding="utf-8"))
    return {name: dark if theme == "dark" else light for name, light, dark in found}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def render(template, **context):
    return engines["django"].get_template(template).render(context)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_a_contrast_of_seven(theme):
    colour = tokens(theme)

    assert [pair for pair in TEXT_PAIRS if contrast(colour[pair[0]], colour[pair[1]]) < 7] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_and_focus_have_a_contrast_of_three(theme):
    colour = tokens(theme)

    assert [pair for pair in EDGE_PAIRS if contrast(colour[pair[0]], colour[pair[1]]) < 3] == []


def test_style_and_script_weigh_less_than_45_kb_packed():
    """Form page under 60 KB in all (EXPERIENCE §7); gzip, the heavier of the two encodings."""
    sheets = [css_folder() / "bootstrap.min.css", STATIC / "theme.css", STATIC / "portal.js"]

    assert sum(len(gzip.compress(path.read_bytes())) for path in sheets) < 45_000


@pytest.mark.parametrize("name", ["theme.css", "admin_theme.css"])
def test_style_asks_nothing_from_elsewhere(name):
    text = (STATIC / name).read_text(encoding="utf-8")

    assert re.findall(r"@import|url\(|!important", text) == []


@pytest.mark.parametrize(("template", "name"), INCLUDES)
def test_hint_and_error_are_tied_to_the_control(template, name):
    html = render(template, field=Visit({})[name])

    ids = re.findall(r'\bid="([^"]+)"', html)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert len(ids) == len(set(ids))
    assert set(described) <= set(ids)
    assert ("id_mail_error" in described) == (name == "mail")


@pytest.mark.parametrize(("template", "name"), INCLUDES)
def test_every_control_has_a_label(template, name):
    html = render(template, field=Visit()[name])

    controls = re.findall(r'<input[^>]*\bid="([^"]+)"', html)
    assert controls == re.findall(r'<label for="([^"]+)"', html)


def test_only_an_optional_field_is_marked():
    marked = [
        name
        for template, name in INCLUDES
        if "(optioneel)" in render(template, field=Visit()[name])
    ]

    assert marked == ["phone"]


def test_required_takes_the_mark_away():
    html = render("includes/field.html", field=Visit()["phone"], required=True)

    assert "(optioneel)" not in html


def test_error_summary_links_to_places_on_the_page():
    form = Visit({})
    page = "".join(render(template, field=form[name]) for template, name in INCLUDES)

    links = re.findall(r'href="#([^"]+)"', render("includes/error_summary.html", form=form))

    assert links == ["id_mail", "id_place", "id_agreed"]
    assert set(links) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_error_summary_is_silent_without_errors():
    assert render("includes/error_summary.html", form=Visit()).strip() == ""


def test_what_was_typed_is_escaped():
    html = render("includes/field.html", field=Visit({"mail": '"><script>x'})["mail"])

    assert "<script>" not in html


def test_server_error_page_needs_nothing():
    html = render("errors/500.html")

    assert html.count("<h1>") == 1
    assert "Er ging iets mis bij ons" in html
