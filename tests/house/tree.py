"""The tree as the house tests read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("cso_portal", "programmes", "coaching", "billing", "requests_app", "outbox", "privacy")
SKIPPED = {".venv", ".git", "var", "__pycache__", "staticfiles", "htmlcov"}
TEMPLATES = ROOT / "templates"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def files(*patterns: str, under: Path = ROOT) -> list[Path]:
    found = {path for pattern in patterns for path in under.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if not SKIPPED & set(path.relative_to(ROOT).parts))


def python_files() -> list[Path]:
    return [path for path in files("*.py") if "migrations" not in path.parts]


def modules(room: str) -> list[Path]:
    """The modules of a room that hold something, without migrations and empty packages."""
    found = [path for path in files("*.py", under=ROOT / room) if "migrations" not in path.parts]
    return [path for path in found if path.name != "__init__.py"]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of every function, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def page_templates() -> list[Path]:
    """Templates a browser gets; mail clients know only inline style."""
    return [path for path in files("*.html", under=TEMPLATES) if "emails" not in path.parts]
