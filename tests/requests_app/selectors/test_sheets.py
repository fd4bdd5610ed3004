"""What the sheet shows: reviewed words only, Dutch for the rest, plain paragraphs and lists."""

import re

import pytest

from requests_app import rules
from requests_app.choices import SHEET_WORDS
from requests_app.models import ConsentSheet, ConsentText, Language
from requests_app.selectors import forget_reference
from requests_app.selectors.sheets import (
    Piece,
    languages_of_sheets,
    overview_of_sheets,
    pieces_of,
    sheet_page,
    words_of,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

TAGS = {
    "arabisch": ("ar", True),
    "kurmanji": ("kmr", False),
    "dari": ("prs", True),
    "pashtu": ("ps", True),
    "farsi": ("fa", True),
    "somali": ("so", False),
    "tigrinya": ("ti", False),
}
SCRIPTS = {
    "arabisch": r"\u0600-\u06ff",
    "dari": r"\u0600-\u06ff",
    "pashtu": r"\u0600-\u06ff",
    "farsi": r"\u0600-\u06ff",
    "tigrinya": r"\u1200-\u137f",
    "kurmanji": "A-Za-zçêîşûÇÊÎŞÛ",
    "somali": "A-Za-z",
}


def review(code, purpose="request"):
    ConsentSheet.objects.filter(language=code, text__purpose=purpose).update(
        reviewed_at=NOW, reviewed_by=make_user()
    )


def dari():
    return Language.objects.get(code="dari")


# --- What the migration wrote -------------------------------------------------------------------


def test_each_language_of_the_service_has_its_tag_and_direction():
    assert {
        language.code: (language.tag, language.rtl) for language in Language.objects.all()
    } == TAGS


@pytest.mark.parametrize("purpose", ["request", "learning"])
def test_there_is_a_dutch_sheet_and_seven_translations_that_nobody_reviewed(purpose):
    sheets = ConsentSheet.objects.filter(text__purpose=purpose)

    assert sorted(sheets.filter(reviewed_at=None).values_list("language", flat=True)) == sorted(
        TAGS
    )
    assert sheets.get(language=None).reviewed_at is not None


@pytest.mark.parametrize("code", list(TAGS))
def test_translation_has_the_shape_of_the_dutch_sheet_in_its_own_script(code):
    for purpose in ("request", "learning"):
        dutch = ConsentSheet.objects.get(language=None, text__purpose=purpose)
        other = ConsentSheet.objects.get(language=code, text__purpose=purpose)
        assert [len(piece.points) for piece in pieces_of(other.body)] == [
            len(piece.points) for piece in pieces_of(dutch.body)
        ]
        letters = re.sub(r"[\W\d_]|CSO|OCMW|Leuven|Gegevensbeschermingsautoriteit", "", other.body)
        strange = re.sub(rf"[{SCRIPTS[code]}\u200c]", "", letters)
        assert (len(letters) > 100, strange) == (True, "")
    words = words_of(ConsentSheet.objects.get(language=code, text__purpose="request"))
    assert [word for word in words.values() if not word.own] == []


def test_dutch_sheet_tells_what_the_software_does():
    body = ConsentSheet.objects.get(language=None, text__purpose="request").body

    assert f"{rules.DAYS_KEPT_AFTER_CLOSING} dagen na het einde van de aanvraag" in body
    assert "verandert niets aan de andere hulp" in body
    assert "op elk moment" in body


# --- What is shown ------------------------------------------------------------------------------


def test_translation_that_nobody_reviewed_is_not_shown():
    page = sheet_page(dari())

    assert (page.language, page.agreement.own) == (None, None)
    assert page.agreement.dutch.title == "Jouw akkoord voor een gesprek met een CSO"
    assert {word.own for word in page.words.values()} == {""}
    assert {name: word.dutch for name, word in page.words.items()} == SHEET_WORDS


def test_reviewed_translation_stands_beside_the_dutch_words():
    review("dari")

    page = sheet_page(dari())

    sheet = ConsentSheet.objects.get(language="dari", text__purpose="request")
    assert page.language == dari()
    assert page.agreement.own
    assert page.agreement.own.title == sheet.title
    assert page.words["yes"].own == sheet.words.splitlines()[5]
    assert page.learning
    assert page.learning.own is None


def test_both_parts_are_translated_when_both_were_reviewed():
    review("dari")
    review("dari", "learning")

    page = sheet_page(dari())

    assert page.learning
    assert page.learning.own


def test_question_on_learning_alone_makes_no_translated_sheet():
    review("dari", "learning")

    page = sheet_page(dari())

    assert page.language is None
    assert page.learning
    assert page.learning.own is None


def test_new_text_that_nobody_explained_yet_is_shown_itself():
    review("dari")
    ConsentText.objects.create(version=2, text="Nieuwe tekst.\n\n- een punt")
    forget_reference()

    page = sheet_page(dari())

    assert page.language is None
    assert page.agreement.dutch.title == "Het akkoord"
    assert page.agreement.dutch.pieces == (Piece("Nieuwe tekst."), Piece(points=("een punt",)))


def test_sheet_costs_one_statement_besides_the_catalogue(django_assert_num_queries):
    language = dari()
    sheet_page(language)

    with django_assert_num_queries(1):
        sheet_page(language)


def test_list_tells_which_translation_was_reviewed(django_assert_num_queries):
    review("dari")
    Language.objects.create(code="extra", name="Zonder code")
    Language.objects.filter(code="somali").update(active=False)
    languages_of_sheets()

    with django_assert_num_queries(2):
        found = languages_of_sheets()

    assert {language.code: reviewed for language, reviewed in found} == {
        code: code == "dari" for code in TAGS if code != "somali"
    }


# --- Plain text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        ("", ()),
        ("\n\n", ()),
        ("een", (Piece("een"),)),
        ("een\ntwee", (Piece("een twee"),)),
        ("een\r\n\r\ntwee", (Piece("een"), Piece("twee"))),
        ("- a\n- b", (Piece(points=("a", "b")),)),
        ("- a\n\n- b", (Piece(points=("a",)), Piece(points=("b",)))),
        ("kop:\n- a\n-  b\nverder", (Piece("kop:"), Piece(points=("a", "b")), Piece("verder"))),
        ("  - a  \n-b", (Piece(points=("a",)), Piece("-b"))),
    ],
)
def test_empty_line_ends_and_a_dash_is_a_point(body, pieces):
    assert pieces_of(body) == pieces


def test_word_that_is_not_translated_stays_dutch():
    words = words_of(ConsentSheet(words="Stop\n\nDatum"))

    assert (words["stop"].own, words["number"].own, words["date"].own, words["no"].own) == (
        "Stop",
        "",
        "Datum",
        "",
    )


# --- For coaches --------------------------------------------------------------------------------


def test_overview_tells_what_is_missing_and_what_can_be_proposed(django_assert_num_queries):
    text = ConsentText.objects.create(version=2, text="Nieuwe tekst.")
    Language.objects.create(code="extra", name="Extra", tag="fr", position=99)
    ConsentSheet.objects.create(text=text, language=dari(), title="T", body="B")

    with django_assert_num_queries(4):
        texts, rows = overview_of_sheets()

    assert [str(each) for each in texts] == [
        "Deze aanvraag, versie 2",
        "Anoniem leren uit het gesprek, versie 1",
    ]
    cells = {row.language.code if row.language else None: row.cells for row in rows}
    assert list(cells) == [None, *TAGS, "extra"]
    shown = {
        code: [(cell.sheet is not None, cell.can_copy) for cell in found]
        for code, found in cells.items()
    }
    assert shown[None] == [(False, True), (True, False)]
    assert shown["dari"] == [(True, True), (True, False)]
    assert shown["extra"] == [(False, False), (False, False)]
