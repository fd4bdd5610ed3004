"""The sheet that a client reads before agreeing, in Dutch and in the client's language (C5, N5).

Only what a coach reviewed is shown; for the rest the Dutch words stand, and of a new text that
nobody explained yet, the text itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from requests_app.choices import SHEET_WORDS, ConsentPurpose
from requests_app.models import ConsentSheet, ConsentText, Language
from requests_app.selectors.reference import catalogue

DUTCH = "nederlands"
ITEM = "- "


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or the points of a list."""

    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """What one sheet says, in one language."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One agreement: the request itself, or learning. `own` is the client's language."""

    dutch: Side
    own: Side | None


@dataclass(frozen=True, slots=True)
class Word:
    """A word beside a line, in Dutch and in the client's language."""

    dutch: str
    own: str


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as it is printed. `language` is None where it is in Dutch alone."""

    language: Language | None
    agreement: Part
    learning: Part | None
    words: dict[str, Word]


def languages_of_sheets() -> list[tuple[Language, bool]]:
    """Return the languages to choose from, and whether their translation was reviewed.

    One statement besides the catalogue.
    """
    current = catalogue().consent_text
    reviewed = ConsentSheet.objects.filter(
        text=current, language__isnull=False, reviewed_at__isnull=False
    )
    codes = set(reviewed.values_list("language_id", flat=True))
    languages = Language.objects.filter(active=True).exclude(tag="").order_by("position", "name")
    return [(language, language.code in codes) for language in languages]


def sheet_page(language: Language | None) -> Page:
    """Return the sheet for the public: in Dutch alone when the translation was not reviewed."""
    lists = catalogue()
    texts = [text for text in (lists.consent_text, lists.learning_text) if text is not None]
    sheets = list(
        ConsentSheet.objects.filter(
            Q(language=language) | Q(language=None), text__in=texts, reviewed_at__isnull=False
        )
    )
    return composed_page(language, lists.consent_text, lists.learning_text, sheets)


def composed_page(
    language: Language | None,
    agreement: ConsentText | None,
    learning: ConsentText | None,
    sheets: Iterable[ConsentSheet],
) -> Page:
    """Return the sheet that these rows make together, whether or not they were reviewed."""
    found = {(sheet.text_id, sheet.language_id): sheet for sheet in sheets}
    main = _part(agreement or ConsentText(), language, found)
    own = language if main.own else None
    translated = found.get((agreement.pk, own.pk)) if agreement and own else None
    return Page(
        language=own,
        agreement=main,
        learning=_part(learning, own, found) if learning else None,
        words=words_of(translated),
    )


def _part(
    text: ConsentText,
    language: Language | None,
    found: dict[tuple[int, str | None], ConsentSheet],
) -> Part:
    dutch = found.get((text.pk, None))
    own = found.get((text.pk, language.pk)) if language else None
    return Part(
        dutch=side_of(dutch) if dutch else Side("Het akkoord", pieces_of(text.text)),
        own=side_of(own) if own else None,
    )


def side_of(sheet: ConsentSheet) -> Side:
    """Return what a sheet says."""
    return Side(sheet.title, pieces_of(sheet.body))


def words_of(sheet: ConsentSheet | None) -> dict[str, Word]:
    """Return the words beside the lines by name; a word that was not translated stays Dutch."""
    lines = [line.strip() for line in sheet.words.splitlines()] if sheet else []
    own = [*lines, *[""] * len(SHEET_WORDS)]
    return {
        name: Word(dutch, translated)
        for (name, dutch), translated in zip(SHEET_WORDS.items(), own, strict=False)
    }


def pieces_of(body: str) -> tuple[Piece, ...]:
    """Return the paragraphs and lists of a text: an empty line ends one, "- " starts a point."""
    pieces: list[Piece] = []
    ended = True
    for line in map(str.strip, body.splitlines()):
        if not line:
            ended = True
            continue
        _add_line(pieces, line, fresh=ended)
        ended = False
    return tuple(pieces)


def _add_line(pieces: list[Piece], line: str, *, fresh: bool) -> None:
    last = None if fresh else pieces[-1]
    if line.startswith(ITEM):
        point = line.removeprefix(ITEM).strip()
        if last and last.points:
            pieces[-1] = Piece(points=(*last.points, point))
        else:
            pieces.append(Piece(points=(point,)))
    elif last and last.text:
        pieces[-1] = Piece(text=f"{last.text} {line}")
    else:
        pieces.append(Piece(text=line))


@dataclass(frozen=True, slots=True)
class Cell:
    """The sheet of one text in one language, or what can be done about its absence."""

    text: ConsentText
    sheet: ConsentSheet | None
    can_copy: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A language, None for Dutch, and its sheet for each text in use."""

    language: Language | None
    cells: tuple[Cell, ...]

    @property
    def code(self) -> str:
        """Return the code of the language as a form carries it."""
        return self.language.code if self.language else ""

    @property
    def name(self) -> str:
        """Return the name of the language."""
        return self.language.name if self.language else "Nederlands"


def overview_of_sheets() -> tuple[list[ConsentText], list[Row]]:
    """Return the texts in use and, per language, which sheet is there. Four statements."""
    texts = [text for text in map(_newest, ConsentPurpose) if text is not None]
    purposes = {text.purpose for text in texts}
    there, before = {}, set()
    for sheet in ConsentSheet.objects.select_related("text", "reviewed_by").order_by("pk"):
        if sheet.text in texts:
            there[sheet.text_id, sheet.language_id] = sheet
        elif sheet.text.purpose in purposes:
            before.add((sheet.text.purpose, sheet.language_id))
    languages = Language.objects.filter(active=True).exclude(tag="").order_by("position", "name")

    def row(language: Language | None) -> Row:
        code = language.code if language else None
        cells = [
            Cell(text, there.get((text.pk, code)), (text.purpose, code) in before) for text in texts
        ]
        return Row(language, tuple(cells))

    return texts, [row(None), *map(row, languages)]


def _newest(purpose: ConsentPurpose) -> ConsentText | None:
    return ConsentText.objects.current(purpose).first()
