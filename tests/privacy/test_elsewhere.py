"""Places with sealed values that `rotate_keys` visits too."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from privacy import elsewhere
from privacy.management.commands import rotate_keys


@pytest.fixture
def _place(monkeypatch):
    waiting = [2]

    def reseal() -> int:
        done, waiting[0] = waiting[0], 0
        return done

    monkeypatch.setattr(elsewhere, "_places", {})
    monkeypatch.setattr(rotate_keys, "models_with_sealed_fields", list)
    elsewhere.register(
        elsewhere.Place(label="tuin.Schuur", waiting=lambda: waiting[0], reseal=reseal)
    )


def run(*options):
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("_place")
def test_rotation_visits_every_registered_place():
    with pytest.raises(CommandError, match="2 rows still need an older key"):
        run("--check")
    assert run()[0] == "tuin.Schuur: 2 sealed anew"
    assert run("--check")[0] == "tuin.Schuur: 0 under an older key"


@pytest.mark.usefixtures("_place")
def test_places_come_by_label():
    assert [place.label for place in elsewhere.places()] == ["tuin.Schuur"]
