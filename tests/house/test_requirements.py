import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.house.tree import ROOT

# As Bootstrap publishes it for 5.3.8.
BOOTSTRAP_INTEGRITY = "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
ENTRY = re.compile(
    r"^([A-Za-z0-9][\w.-]*)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def wanted(source):
    rows = (line.split("#")[0].strip() for line in (ROOT / source).read_text().splitlines())
    names = (re.match(r"[\w.-]+", row) for row in rows if row and not row.startswith("-"))
    return {match.group().lower().replace("_", "-").replace(".", "-") for match in names if match}


def locked(target):
    return {
        name.lower().replace(".", "-"): version
        for name, version, _ in ENTRY.findall((ROOT / target).read_text())
    }


@pytest.mark.parametrize(("source", "target"), LOCKS.items())
def test_everything_wanted_is_locked_with_hashes(source, target):
    assert wanted(source) - set(locked(target)) == set()


@pytest.mark.parametrize("target", LOCKS.values())
def test_every_line_of_a_lock_is_an_exact_version(target):
    rows = [row for row in (ROOT / target).read_text().splitlines() if row and row[0] not in " #"]

    assert [row for row in rows if not re.match(r"^[\w.-]+==\S+ \\$", row)] == []


@pytest.mark.parametrize("target", LOCKS.values())
def test_a_lock_names_no_address(target):
    assert re.findall(r"\S*://\S*|--(?:index|find|trusted|extra)\S*", body(target)) == []


def body(target):
    """Without the remark on how the file was made."""
    return "\n".join(
        row for row in (ROOT / target).read_text().splitlines() if not row.startswith("#")
    )


def test_the_two_locks_agree():
    run, develop = (locked(target) for target in LOCKS.values())

    assert {name for name in run.keys() & develop.keys() if run[name] != develop[name]} == set()


def test_bootstrap_is_what_bootstrap_published():
    path = finders.find("bootstrap/bootstrap.min.css")
    assert path

    digest = hashlib.sha384(Path(path).read_bytes()).digest()

    assert base64.b64encode(digest).decode() == BOOTSTRAP_INTEGRITY
