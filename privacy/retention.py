"""The register of retention policies; each room registers its own in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What is kept no longer, and how it goes.

    `due(now)` is the query set of the objects whose time has come; an erased object must no longer
    be in it. `erase(obj, now=now)` erases one of them, locked, inside a transaction, and leaves
    its own tombstone.
    """

    name: str
    description: str
    due: Callable[[datetime], QuerySet[Any]]
    erase: Callable[..., None]


_policies: dict[str, Policy] = {}


def register(policy: Policy) -> Policy:
    if policy.name in _policies:
        raise ValueError(f"Retention policy {policy.name} is registered twice.")
    _policies[policy.name] = policy
    return policy


def unregister(name: str) -> None:
    del _policies[name]


def policies() -> list[Policy]:
    return [_policies[name] for name in sorted(_policies)]
