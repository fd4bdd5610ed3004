"""Every invariant of the database is tried out by a test that names it."""

from django.apps import apps
from django.db.models import CheckConstraint, UniqueConstraint

from tests.house.tree import ROOMS, ROOT, files, name

THIS_FILE = "tests/house/test_constraints.py"
# These hold for a whole room and are tried with all sorts of wrong rows, not by name.
TRIED_TOGETHER = {
    "outbox": "tests/outbox/test_models.py",
    "privacy": "tests/privacy/test_models.py",
}


def constraints():
    return sorted(
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in set(ROOMS) - set(TRIED_TOGETHER)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    )


def test_there_are_constraints_to_try():
    assert len(constraints()) > 40


def test_a_test_names_each_of_them():
    paths = files("test_*.py", under=ROOT / "tests")
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths if name(path) != THIS_FILE)

    assert [constraint for constraint in constraints() if constraint not in text] == []
