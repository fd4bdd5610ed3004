"""What migrations put into the database is there for every test, also after tables were emptied.

Django offers `serialized_rollback` for this, per test and for everything; here it is the few rows
of our own rooms, always.
"""

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from tests.strictness import OUR_ROOMS

_remembered: dict[type[Model], list[Model]] = {}


def remember() -> None:
    """Right after the migrations: the rows that every test may count on."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label in OUR_ROOMS and meta.managed and not meta.proxy:
            _remembered[model] = list(model._base_manager.order_by("pk"))


def restore() -> None:
    """Into emptied tables, with the same keys; references between them are checked at the end."""
    with transaction.atomic():
        for model, rows in _remembered.items():
            model._base_manager.bulk_create(rows)
