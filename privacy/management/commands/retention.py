"""`manage.py retention`: erase what is kept no longer, or show what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.retention import policies
from privacy.services import apply_policy


class Command(BaseCommand):
    help = "Erase what is past its retention period. With --dry-run: only show what would go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, erase nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        for policy in policies():
            count = policy.due(now).count() if dry_run else apply_policy(policy, now=now)
            outcome = "would be erased" if dry_run else "erased"
            self.stdout.write(f"{policy.name} ({policy.description}): {count} {outcome}")
        if not policies():
            self.stdout.write("No retention policies are registered.")
