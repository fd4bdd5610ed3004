"""`manage.py rotate_keys`: seal everything with the first key of FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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
        left = 0
        for model in models_with_sealed_fields():
            if not check:
                self.stdout.write(
                    f"{model._meta.label}: {reseal(model, batch_size=batch_size)} sealed anew"
                )
            waiting = under_old_key(model).count()
            left += waiting
            if check:
                self.stdout.write(f"{model._meta.label}: {waiting} under an older key")
        if left:
            raise CommandError(f"{left} rows still need an older key; keep it in FIELD_KEYS.")
        self.stdout.write("Everything is sealed with the first key; older keys may go.")
