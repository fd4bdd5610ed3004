"""What makes the suite strict: templates, order of rows, network. Switched on by conftest.py."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import Node, Origin

OUR_ROOMS = {
    "cso_portal",
    "programmes",
    "coaching",
    "billing",
    "requests_app",
    "outbox",
    "privacy",
}
LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", ""}  # noqa: S104 -- compared, not bound


class UndefinedTemplateVariable(Exception):
    """A template of ours used a name that its view did not give."""


class NetworkBlocked(Exception):
    """A test tried to leave this machine."""


class FailOnUndefined(str):
    """As `string_if_invalid`: raises in our templates, is empty in those of other packages.

    Django asks for its truth first (and, when true, whether it holds "%s"); at that moment the
    node being rendered is found up the stack, and the node knows the file it was written in.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return is_ours(node_being_rendered())

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        node = node_being_rendered()
        origin = node.origin.name if node else "an inline template"
        raise UndefinedTemplateVariable(f"{variable!s} is undefined in {origin}")


def node_being_rendered() -> Node | None:
    frame = sys._getframe(1)
    while frame is not None:
        owner = frame.f_locals.get("self")
        if isinstance(owner, Node) and isinstance(getattr(owner, "origin", None), Origin):
            return owner
        frame = frame.f_back  # type: ignore[assignment]
    return None


def is_ours(node: Node | None) -> bool:
    """Templates in this tree, and those a test writes inline."""
    if node is None or node.origin.name == "<unknown source>":
        return True
    path = Path(node.origin.name)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


def shuffle_unordered(original: Any) -> Any:
    """Rows of our models come in random order wherever nobody asked for one."""

    def _order_by_pairs(compiler: SQLCompiler) -> Iterator[tuple[OrderBy, bool]]:
        ordered = False
        for pair in original(compiler):
            ordered = True
            yield pair
        if not ordered and may_shuffle(compiler):
            yield OrderBy(Random()), False

    return _order_by_pairs


def may_shuffle(compiler: SQLCompiler) -> bool:
    """`order_by()` with nothing, as in subqueries and counts, says that order is of no matter."""
    query = compiler.query
    model: type[Model] | None = query.model
    return bool(
        model is not None
        and model._meta.app_label in OUR_ROOMS
        and query.default_ordering
        and not query.distinct
        and not query.combinator
        and not query.subquery
        and query.group_by is None
    )


def guarded_connect(original: Any) -> Any:
    """Sockets reach this machine only: PostgreSQL, Redis, the mail sink, the browser."""

    def connect(sock: socket.socket, address: Any) -> Any:
        if sock.family != socket.AF_UNIX and str(address[0]) not in LOOPBACK:
            raise NetworkBlocked(f"a test tried to reach {address[0]}")
        return original(sock, address)

    return connect
