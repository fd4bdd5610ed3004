import re

import pytest
from django.template import engines

from tests.house.tree import ROOT, TEMPLATES, files, name, page_templates, python_files

INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off")


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_is_recognised(text):
    assert INLINE.search(text)


def test_no_page_has_inline_script_or_style():
    hits = [
        f"{name(path)}: {match.group().strip()}"
        for path in page_templates()
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert hits == []


def test_no_template_switches_escaping_off():
    hits = [
        name(path)
        for path in files("*.html", under=TEMPLATES)
        if UNESCAPED.search(path.read_text(encoding="utf-8"))
    ]

    assert hits == []


def test_every_template_parses():
    django = engines["django"]

    for path in files("*.html", "*.txt", under=TEMPLATES):
        django.get_template(str(path.relative_to(TEMPLATES)))


def test_every_mail_has_text_and_html():
    included = "\n".join(
        path.read_text(encoding="utf-8") for path in files("*.html", "*.txt", under=TEMPLATES)
    )

    def mails(suffix):
        paths = files(f"*{suffix}", under=TEMPLATES / "emails")
        names = (str(path.relative_to(TEMPLATES)) for path in paths)
        return {name.removesuffix(suffix) for name in names if f'"{name}"' not in included}

    assert mails(".txt") ^ mails(".html") == set()


def test_no_template_is_unused():
    mentioned = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*python_files(), *files("*.html", "*.txt", under=TEMPLATES)]
        if "tests" not in path.relative_to(ROOT).parts
    )
    unused = [
        name(path)
        for path in files("*.html", "*.txt", under=TEMPLATES)
        if not is_used(str(path.relative_to(TEMPLATES)), mentioned)
    ]

    assert unused == []


def is_used(template, mentioned):
    """By its name, by its stem for a mail, or because it stands in for one of a package."""
    stem = template.removeprefix("emails/").rpartition(".")[0]
    if f'"{template}"' in mentioned or f"'{template}'" in mentioned:
        return True
    if template.startswith("emails/") and f'"{stem}"' in mentioned:
        return True
    return template.startswith("admin/") or overrides_a_package(template)


def overrides_a_package(template):
    loader = engines["django"].engine.template_loaders[0]
    loaders = getattr(loader, "loaders", [loader])
    sources = [origin.name for one in loaders for origin in one.get_template_sources(template)]
    return any("site-packages" in source and exists(source) for source in sources)


def exists(source):
    try:
        with open(source):
            return True
    except FileNotFoundError:
        return False
