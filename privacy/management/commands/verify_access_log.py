"""`manage.py verify_access_log`: was anything in the access log changed, planted or removed?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.selectors import check_access_log


class Command(BaseCommand):
    help = "Check the hash chain of the access log; note the last hash outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_access_log()
        if not report.is_whole:
            where = f"row {report.broken_at}: " if report.broken_at else ""
            raise CommandError(f"The access log is broken: {where}{report.problem}.")
        self.stdout.write(f"{report.length} readings, chain whole, last hash {report.last_hash}")
