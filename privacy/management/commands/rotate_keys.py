"""`manage.py rotate_keys`: seal everything with the first key of FIELD_KEYS."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy import elsewhere
from privacy.elsewhere import Place
from privacy.selectors import models_with_sealed_fields, under_old_key
from privacy.services import reseal


class Command(BaseCommand):
    help = (
        "Seal every encrypted value with the first key of FIELD_KEYS. May run while people work, "
        "and may be repeated. With --check: only count what still needs an older key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="count, change nothing")
        parser.add_argument("--batch-size", type=int, default=200, help="rows per transaction")

    def handle(self, *args: Any, check: bool, batch_size: int, **options: Any) -> None:
        if batch_size < 1:
            raise CommandError("--batch-size must be at least 1.")
        places = [*self._models(batch_size), *elsewhere.places()]
        left = sum(self._visit(place, check=check) for place in places)
        if left:
            raise CommandError(f"{left} rows still need an older key; keep it in FIELD_KEYS.")
        self.stdout.write("Everything is sealed with the first key; older keys may go.")

    def _models(self, batch_size: int) -> list[Place]:
        """The tables with encrypted fields, as places like any other."""
        return [
            Place(
                label=model._meta.label,
                waiting=under_old_key(model).count,
                reseal=partial(reseal, model, batch_size=batch_size),
            )
            for model in models_with_sealed_fields()
        ]

    def _visit(self, place: Place, *, check: bool) -> int:
        """Seal anew unless only checking; returns how many rows still wait."""
        if not check:
            self.stdout.write(f"{place.label}: {place.reseal()} sealed anew")
        waiting = place.waiting()
        if check:
            self.stdout.write(f"{place.label}: {waiting} under an older key")
        return waiting
