"""Tests lie where their module lies: coaching/rules.py is tested by tests/coaching/test_rules.py."""

import pytest

from tests.house.tree import ROOMS, ROOT, files, modules, name

# Wiring and plain lists; what they wire is tested where it is used.
NEED_NO_FILE = {"apps", "urls", "errors", "choices", "signals", "wsgi", "celery", "site"}


def stems(room):
    """All names a test file of this room may bear."""
    found = set()
    for path in modules(room):
        inner = path.relative_to(ROOT / room).with_suffix("").parts
        found |= {inner[-1], "_".join(inner), "_".join(inner[-2:]), *inner[:-1]}
    return found


def covered(room):
    return {
        path.stem.removeprefix("test_") for path in files("test_*.py", under=ROOT / "tests" / room)
    }


def belongs_to(test, stem):
    return test == stem or test.startswith(f"{stem}_")


@pytest.mark.parametrize("room", [*ROOMS, "scripts"])
def test_every_test_file_has_its_module(room):
    if not (ROOT / room).exists():
        return  # `programmes` comes later
    known = stems(room)

    assert [
        test for test in sorted(covered(room)) if not any(belongs_to(test, stem) for stem in known)
    ] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_has_its_test_file(room):
    tests = covered(room)
    without = [
        name(path)
        for path in modules(room)
        if path.stem not in NEED_NO_FILE and not has_test(path, room, tests)
    ]

    assert without == []


def has_test(path, room, tests):
    """A module of a package may share the file of its package: services/closing.py, test_services."""
    inner = path.relative_to(ROOT / room).with_suffix("").parts
    names = {inner[-1], "_".join(inner), "_".join(inner[-2:]), *inner[:-1]}
    return any(belongs_to(test, stem) for test in tests for stem in names)
