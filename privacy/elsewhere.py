"""Places with sealed values outside an EncryptedTextField, so that `rotate_keys` finds them too."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place with sealed values: how many rows lie under an older key, and how to seal those anew.

    `reseal()` locks what it changes and returns the number of rows changed.
    """

    label: str
    waiting: Callable[[], int]
    reseal: Callable[[], int]


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Make a place known; registering it again replaces it."""
    _places[place.label] = place


def places() -> list[Place]:
    """Return every known place, by label."""
    return [_places[label] for label in sorted(_places)]
