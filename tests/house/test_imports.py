"""The import contracts hold, and each of them goes red when somebody breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rooms as they are, to break something in."""
    for room in ROOMS:
        if (ROOT / room).exists():
            shutil.copytree(
                ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__")
            )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(tree: Path) -> list[str]:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    rows = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert bool(rows) == bool(done.returncode)
    return [row.removesuffix(" BROKEN") for row in rows]


ROOMS_GO_DOWN = "A room imports only rooms below it"
INSIDE = "Inside a room everything has its floor, and imports go down"
PURE = "Rules are pure: no Django, no Celery"
NO_CIRCLES = "No circles between the modules of a room"


def test_the_tree_keeps_every_contract(copy):
    assert broken_contracts(copy) == []


@pytest.mark.parametrize(
    ("path", "line", "contracts"),
    [
        ("requests_app/links.py", "import billing.models", [ROOMS_GO_DOWN]),
        ("outbox/backends.py", "import privacy.fields", [ROOMS_GO_DOWN]),
        ("coaching/selectors/talks.py", "import cso_portal.site", [ROOMS_GO_DOWN]),
        ("billing/models/charge.py", "import billing.services", [INSIDE, NO_CIRCLES]),
        ("coaching/services/review.py", "import coaching.forms", [INSIDE]),
        ("billing/somewhere.py", "", [INSIDE]),
        ("billing/rules.py", "import django.db", [PURE]),
        ("coaching/rules.py", "import celery", [PURE]),
        ("billing/rules.py", "import requests_app.models", [PURE]),
        ("cso_portal/passwords.py", "import cso_portal.site", [NO_CIRCLES]),
    ],
)
def test_a_breach_is_seen(copy, path, line, contracts):
    with (copy / path).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    assert broken_contracts(copy) == contracts
