"""The groups of staff, and how a room gives them its permissions."""

from collections.abc import Iterable

from django.apps import apps

COACH = "coach"
COORDINATOR = "coördinator"
FINANCE = "finance"
ROLES = (COACH, COORDINATOR, FINANCE)


def grant(role: str, permissions: Iterable[str]) -> None:
    """Give a role permissions written as "app.codename"; repeating changes nothing.

    Call it from the room's `post_migrate`. Raise LookupError for a permission that does not exist.
    """
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    wanted = set(permissions)
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in apps.get_model("auth", "Permission")
        .objects.filter(codename__in=[name.partition(".")[2] for name in wanted])
        .select_related("content_type")
    }
    if missing := wanted - found.keys():
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    group.permissions.add(*(found[name] for name in wanted))
