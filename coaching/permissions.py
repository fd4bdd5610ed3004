"""Who may do what at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

VIEW_DESK = "coaching.view_deskrequest"
CHANGE_DESK = "coaching.change_deskrequest"
WAIVE_AGREEMENT = "coaching.waive_agreement"
VIEW_CLIENT = "requests_app.view_clientdetails"


def may_view_desk(user: User | AnonymousUser) -> bool:
    """Tell whether this person may read the queue."""
    return user.has_perm(VIEW_DESK)


def may_act(user: User | AnonymousUser) -> bool:
    """Tell whether this person may decide on requests."""
    return user.has_perm(CHANGE_DESK)


def may_waive_agreement(user: User | AnonymousUser) -> bool:
    """Tell whether this person may let a talk go on without a signed agreement (D7)."""
    return user.has_perm(WAIVE_AGREEMENT)


def may_see_client(user: User | AnonymousUser) -> bool:
    """Tell whether this person may open the client block; every opening is logged."""
    return user.has_perm(VIEW_CLIENT)
