"""The words that the service writes itself: from Markdown to a piece of a page (CommonMark).

No HTML of the writer's own, no pictures, no code; links go to https, mail, telephone or this site.
Facts that live in the settings are named between braces, and shown as they are at that moment.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from requests_app.choices import TextPlace
from requests_app.models import ServiceSettings
from requests_app.selectors.reference import catalogue

NO_RULES = ["html_block", "html_inline", "image", "code", "fence", "lheading", "hr", "reference"]
LINK = re.compile(r"(?:https?://|mailto:|tel:)\S|/(?!/)|#", re.IGNORECASE)
FACT = re.compile(r"\{([a-z-]+)\}")
STATEMENTS = (TextPlace.PRIVACY, TextPlace.ACCESSIBILITY)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece under a heading of the first level."""

    anchor: str
    title: SafeString
    html: SafeString


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a page shows it: what comes before the first heading, and the parts."""

    html: SafeString
    parts: tuple[Part, ...] = ()
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the settings: as plain text, and as a page shows it."""

    plain: str
    html: str


def words_of(place: str) -> Words | None:
    """Return the service's own words for a place; None where there are none. Up to 30 s old."""
    lists = catalogue()
    if place not in lists.texts:
        return None
    key = f"requests_app.words.{place}"
    words: Words | None = caches["local"].get(key)
    if words is None:
        text = lists.texts[place]
        words = rendered(text.body, place=place, updated_on=text.updated_on)
        caches["local"].set(key, words)
    return words


def rendered(body: str, *, place: str, updated_on: date | None = None) -> Words:
    """Return a text as its place shows it: a statement in parts, elsewhere one piece."""
    whole = place in STATEMENTS
    tokens = _with_facts(_tidied(_parser().parse(body), first=2 if whole else 3), facts())
    pieces = _pieces(tokens) if whole else [tokens]
    return Words(
        html=_html(pieces[0]),
        parts=tuple(
            _part(piece, f"{place}-{number}") for number, piece in enumerate(pieces[1:], 1)
        ),
        updated_on=updated_on,
    )


def unknown_facts(body: str) -> list[str]:
    """Return the names between braces that stand for nothing, or for nothing yet."""
    known = {name for name, fact in facts().items() if fact.plain}
    return sorted({name for name in FACT.findall(body) if name not in known})


def facts() -> dict[str, Fact]:
    """Return the facts that a text may name, from the settings and lists of this moment."""
    lists = catalogue()
    service = lists.service
    phone = service.contact_phone
    return {
        "dienst": _plain(service.name),
        "adres": _plain(f"{service.street}, {service.postcode} {service.city}"),
        "e-mail": _link(service.contact_email, f"mailto:{service.contact_email}"),
        "telefoon": _link(phone, f"tel:{phone.replace(' ', '')}") if phone else _plain(""),
        "termijn": _plain(str(service.lead_days)),
        "antwoordtermijn": _plain(str(service.answer_days)),
        "talen": _plain(_listed(name for _, name in lists.languages)),
        "organisaties": _plain(_listed(name for _, name in lists.organisation_types)),
        "sociaal-tolk": _interpreter(service),
    }


def _plain(text: str) -> Fact:
    return Fact(text, escape(text))


def _link(text: str, href: str) -> Fact:
    return Fact(text, f'<a href="{escape(href)}">{escape(text)}</a>')


def _interpreter(service: ServiceSettings) -> Fact:
    return _link(service.interpreter_name, service.interpreter_url)


def _listed(names: Iterable[str]) -> str:
    *first, last = [*names] or [""]
    return f"{', '.join(first)} en {last}" if first else last


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).disable(NO_RULES)
    setattr(parser, "validateLink", _is_harmless)  # noqa: B010 - the library's own way to judge links
    return parser


def _is_harmless(href: str) -> bool:
    return bool(LINK.match(href))


def _tidied(tokens: Sequence[Token], *, first: int) -> list[Token]:
    """Let the headings begin at level `first` and skip none; leave out those that say nothing."""
    kept = list(_without_empty_headings(tokens))
    levels = [int(token.tag[1]) for token in kept if token.type == "heading_open"]
    shift, level = first - min(levels, default=first), first - 1
    for token in kept:
        if token.type == "heading_open":
            level = min(int(token.tag[1]) + shift, level + 1, 6)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
    return kept


def _without_empty_headings(tokens: Sequence[Token]) -> Iterator[Token]:
    skip = 0
    for position, token in enumerate(tokens):
        if token.type == "heading_open" and not tokens[position + 1].content.strip():
            skip = 3
        if skip:
            skip -= 1
        else:
            yield token


def _with_facts(tokens: list[Token], known: dict[str, Fact]) -> list[Token]:
    for token in tokens:
        if token.type == "inline":
            token.children = list(_filled_in(token.children or [], known))
    return tokens


def _filled_in(children: Sequence[Token], known: dict[str, Fact]) -> Iterator[Token]:
    """Put facts in their place: as plain text inside a link, which cannot hold another link."""
    inside = 0
    for position, token in enumerate(children):
        inside += token.nesting if token.type.startswith("link") else 0
        if token.type == "text":
            token = _text(token.content, known, linked=bool(inside))
        elif token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href")), known))
        yield token
        if token.type == "link_open" and children[position + 1].type == "link_close":
            yield Token("text", "", 0, content=str(token.attrGet("href")))


def _text(text: str, known: dict[str, Fact], *, linked: bool) -> Token:
    def fact(found: re.Match[str]) -> str:
        if found[1] not in known:
            return found[0]
        return escape(known[found[1]].plain) if linked else known[found[1]].html

    return Token("html_inline", "", 0, content=FACT.sub(fact, escape(text)))


def _address(href: str, known: dict[str, Fact]) -> str:
    for name, fact in known.items():
        href = href.replace(f"%7B{name}%7D", quote(fact.plain, safe="@+"))
    return href


def _pieces(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut a statement before each heading of the first level."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            pieces.append([])
        pieces[-1].append(token)
    return pieces


def _part(tokens: Sequence[Token], anchor: str) -> Part:
    return Part(anchor, _html(tokens[1:2]), _html(tokens[3:]))


def _html(tokens: Sequence[Token]) -> SafeString:
    """Safe: the parser passes no HTML on, and what is put in afterwards is escaped above."""
    parser = _parser()
    return mark_safe(str(parser.renderer.render(tokens, parser.options, {})))
