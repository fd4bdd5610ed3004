"""Bootstrap comes from its wheel, and of that wheel only one style sheet is served."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

PREFIX = "bootstrap"
# The map is named inside the style sheet, and hashed names need every named file to exist.
FILES = ("bootstrap.min.css", "bootstrap.min.css.map")


def css_folder() -> Path:
    spec = find_spec("bootstrap")
    locations = spec.submodule_search_locations if spec else None
    if not locations:
        raise ImproperlyConfigured("bootstrap-wrapper is not installed: run `make run`.")
    return Path(next(iter(locations))) / "css"


class BootstrapFinder(BaseFinder):
    """`{% static 'bootstrap/bootstrap.min.css' %}`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=css_folder())
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # how collectstatic names the target

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        prefix, _, name = path.partition("/")
        if prefix != PREFIX or name not in FILES:
            return []
        found = self.storage.path(name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        for name in FILES:
            yield name, self.storage
