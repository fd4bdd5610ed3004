"""The service's own words: from Markdown to a piece of a page, whatever somebody writes."""

from datetime import date

import pytest

from requests_app.models import Language, ServiceSettings, SiteText
from requests_app.selectors import catalogue, forget_reference
from requests_app.selectors.words import facts, rendered, unknown_facts, words_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def piece(body):
    return str(rendered(body, place="home_what").html)


def save(place, body):
    SiteText.objects.create(place=place, body=body, updated_at=NOW)
    forget_reference()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Gewone tekst.\n\nTweede.", "<p>Gewone tekst.</p>\n<p>Tweede.</p>\n"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"),
        ("**vet** en *schuin*", "<p><strong>vet</strong> en <em>schuin</em></p>\n"),
        ("## Kop", "<h3>Kop</h3>\n"),
        (
            "# Een\n## Twee\n#### Drie\n# Vier",
            "<h3>Een</h3>\n<h4>Twee</h4>\n<h5>Drie</h5>\n<h3>Vier</h3>\n",
        ),
        ("### Diep\n# Hoog", "<h3>Diep</h3>\n<h3>Hoog</h3>\n"),
        ("###\nTekst", "<p>Tekst</p>\n"),
        ("[woord](https://voorbeeld.be)", '<p><a href="https://voorbeeld.be">woord</a></p>\n'),
        ("[mail](mailto:a@b.be)", '<p><a href="mailto:a@b.be">mail</a></p>\n'),
        ("[bel](tel:016000000)", '<p><a href="tel:016000000">bel</a></p>\n'),
        ("[hier](/privacy/#termijn)", '<p><a href="/privacy/#termijn">hier</a></p>\n'),
        ("[](/privacy/)", '<p><a href="/privacy/">/privacy/</a></p>\n'),
        ("    geen code", "<p>geen code</p>\n"),
        ("een zin\n---", "<p>een zin\n---</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_a_piece_of_a_page(body, html):
    assert piece(body) == html


@pytest.mark.parametrize(
    "body",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<p style='color:red'>x</p>",
        "![foto](https://elders.voorbeeld.be/x.png)",
        "[x](javascript:x())",
        "[x](JaVaScRiPt:x())",
        "[x](java\nscript:x())",
        "[x](data:text/html,x)",
        "[x](//elders.voorbeeld.be/)",
        "[x](vbscript:x)",
        "<javascript:x>",
        "[x]: javascript:x\n\n[x]",
        '[a](https://b.be "\\" onclick=\\"x()")',
        "[{e-mail}](javascript:{e-mail})",
        "[x](&#106;avascript:x())",
        "```\n<script>\n```",
    ],
)
def test_nothing_of_a_text_can_run_or_fetch(body):
    html = piece(body).lower()

    assert [tag for tag in ("<script", "<img", "<style", "<p ") if tag in html] == []
    assert [at for at in (' style="', ' onclick="', ' onerror="', ' src="') if at in html] == []
    assert 'href="javascript' not in html
    assert 'href="//' not in html
    assert 'href="data' not in html
    assert 'href="vbscript' not in html


@pytest.mark.parametrize(
    "part",
    [
        "> ", "- ", "[", "[a](", "*a **b ", "`", "<a ", "&amp;", "{dienst}", "\\", "# x\n",
        "![", "](", "_a_", "<!--", "| a ", "مرحبا ", "\u202e",
    ],
)  # fmt: skip
@pytest.mark.timeout(30)
def test_the_longest_text_is_rendered_and_stays_harmless(part):
    words = rendered((part * 20_000)[:20_000], place="privacy")
    html = words.html + "".join(each.title + each.html for each in words.parts)

    assert html
    assert "<script" not in html
    assert "<!--" not in html


def test_facts_come_from_the_settings_escaped_and_linked():
    ServiceSettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": "OCMW <b>& co</b>",
            "contact_email": "hulp@stad.voorbeeld.be",
            "contact_phone": "016 00 00 01",
            "lead_days": 9,
            "answer_days": 5,
        },
    )
    Language.objects.exclude(code__in=["dari", "farsi", "somali"]).update(active=False)
    forget_reference()

    assert piece("{dienst}: {termijn} en {antwoordtermijn} dagen; {talen}.") == (
        "<p>OCMW &lt;b&gt;&amp; co&lt;/b&gt;: 9 en 5 dagen; Dari, Farsi en Somali.</p>\n"
    )
    assert piece("Mail {e-mail} of bel {telefoon}, {adres}.") == (
        '<p>Mail <a href="mailto:hulp@stad.voorbeeld.be">hulp@stad.voorbeeld.be</a>'
        ' of bel <a href="tel:016000001">016 00 00 01</a>,'
        " Andreas Vesaliusstraat 47, 3000 Leuven.</p>\n"
    )
    assert piece("[mail {e-mail}](mailto:{e-mail})") == (
        '<p><a href="mailto:hulp@stad.voorbeeld.be">mail hulp@stad.voorbeeld.be</a></p>\n'
    )
    assert piece("{onbekend} `{dienst}`") == "<p>{onbekend} <code>{dienst}</code></p>\n"


def test_unknown_facts_are_named_and_those_that_are_empty_yet():
    assert facts()["telefoon"].plain == ""
    assert unknown_facts("{e-mail} {prijs} {prijs} {telefoon} {X} { y }") == ["prijs", "telefoon"]


def test_statement_is_cut_in_parts_with_headings_and_anchors():
    words = rendered(
        "Vooraf.\n\n# Een & *twee*\ntekst\n\n## Onder\nmeer\n\n# Drie\n> # Citaat",
        place="privacy",
        updated_on=date(2026, 11, 20),
    )

    assert words.html == "<p>Vooraf.</p>\n"
    assert [(part.anchor, part.title) for part in words.parts] == [
        ("privacy-1", "Een &amp; <em>twee</em>"),
        ("privacy-2", "Drie"),
    ]
    assert words.parts[0].html == "<p>tekst</p>\n<h3>Onder</h3>\n<p>meer</p>\n"
    assert "<blockquote>" in words.parts[1].html
    assert words.updated_on == date(2026, 11, 20)


def test_words_cost_nothing_more_than_the_lists_and_follow_a_change(django_assert_num_queries):
    save("home_what", "Eerste {dienst}.")

    with django_assert_num_queries(1):
        assert str(words_of("home_what").html) == "<p>Eerste OCMW Leuven.</p>\n"
    with django_assert_num_queries(0):
        assert words_of("home_what") is not None
        assert words_of("home_after") is None
    assert catalogue().texts["home_what"].updated_on == date(2026, 11, 20)

    SiteText.objects.update(body="Tweede.")
    forget_reference()
    assert str(words_of("home_what").html) == "<p>Tweede.</p>\n"
