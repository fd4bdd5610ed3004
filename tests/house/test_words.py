"""What must not stand in the tree: paths of a machine, and words that our readers do not use."""

import re

import pytest

from tests.house.tree import ROOT, TEMPLATES, files, name

THIS_FILE = "tests/house/test_words.py"
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|/opt/(?:pypi|wheels)")
STIFF = re.compile(r"\b(?:gelieve|indien|dient te|dienen te|tickets?|submit)\b", re.IGNORECASE)
TAGS = re.compile(r"\{[%#{].*?[%#}]\}|<[^>]*>", re.DOTALL)
TEXTS = (
    "*.py",
    "*.md",
    "*.html",
    "*.txt",
    "*.toml",
    "*.yml",
    "*.sh",
    "*.js",
    "*.css",
    "Makefile",
    "Dockerfile",
)


def test_no_file_holds_a_path_of_a_machine():
    hits = [
        f"{name(path)}: {match.group()}"
        for path in files(*TEXTS)
        for match in MACHINE.finditer(path.read_text(encoding="utf-8"))
        if name(path) != THIS_FILE
    ]

    assert hits == []


@pytest.mark.parametrize("word", ["Gelieve", "indien", "je dient te", "Submit"])
def test_stiff_words_are_recognised(word):
    assert STIFF.search(f"<p>{word} nu</p>")


def test_pages_and_mails_use_plain_words():
    hits = [
        f"{name(path)}: {match.group()}"
        for path in files("*.html", "*.txt", under=TEMPLATES)
        for match in STIFF.finditer(TAGS.sub(" ", path.read_text(encoding="utf-8")))
    ]

    assert hits == []


def test_the_top_level_is_what_the_client_named():
    named = [
        "manage.py",
        "cso_portal",
        "requests_app",
        "coaching",
        "billing",
        "templates",
        "static",
        "tests",
        "requirements.txt",
        "docker-compose.yml",
        "README.md",
    ]

    assert [entry for entry in named if not (ROOT / entry).exists()] == []
