"""Amounts in constraints."""

from django.db.models import F, IntegerField
from django.db.models.functions import Round


def cents(field: str) -> Round:
    """Return an amount as a whole number of cents.

    SQLite keeps decimals as floating point numbers, and there 15.10 + 3 * 5.05 is not 30.25.
    Constraints compare cents, so that both databases agree with the Decimals.
    """
    return Round(F(field) * 100, output_field=IntegerField())
