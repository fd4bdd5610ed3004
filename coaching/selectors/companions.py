"""The further CSOs of an activity."""

from collections.abc import Iterable

from coaching import rules
from coaching.models import Supporter


def first_names(keys: Iterable[int]) -> str:
    """Return the first names of CSOs as people say them, in the order of the keys; "" for nobody."""
    order = list(keys)
    if not order:
        return ""
    found = dict(Supporter.objects.filter(pk__in=order).order_by().values_list("pk", "first_name"))
    return rules.listed([found[key] for key in order])
