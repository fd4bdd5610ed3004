"""`make check`: every check of the tree, two at a time; prints only what is wrong, and the time each took."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
SKIPPED_FOLDERS = {".venv", "var", ".git", "node_modules", "staticfiles"}

TEST_ENV = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
# As in a city's own installation: `check --deploy` judges these, so nothing may be weaker here.
PRODUCTION_ENV = {
    "DJANGO_SETTINGS_MODULE": "cso_portal.settings",
    "SECRET_KEY": "check-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "FIELD_KEYS": "check:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_URL": "https://cso.voorbeeld.be",
    "ALLOWED_HOSTS": "cso.voorbeeld.be",
    "CSRF_TRUSTED_ORIGINS": "https://cso.voorbeeld.be",
    "STAFF_MFA_REQUIRED": "1",
    "EMAIL_URL": "smtp://mail.voorbeeld.be:587",
    "ANYMAIL_ESP": "",
    "DATABASE_URL": "postgres://portal_run:portal@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    env: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    check: Check
    seconds: float
    code: int
    output: str


def checks() -> Iterator[Check]:
    """The slowest first, so that the short ones fill the second processor meanwhile."""
    yield Check("types", tool("mypy"), {})
    yield Check("format", [*tool("ruff"), "format", "--check", "."], {})
    yield Check("lint", [*tool("ruff"), "check", "."], {})
    yield Check("import order", [str(BIN / "lint-imports")], {})
    yield Check("migrations", manage("makemigrations", "--check", "--dry-run"), TEST_ENV)
    yield Check("deploy", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION_ENV)
    yield Check("modern Django", [*django_upgrade(), *files("*.py")], {})
    yield Check("compose", [PYTHON, "-m", "scripts.compose_check"], {})
    # The house tests that read the tree only; those that need a database run in `make test`.
    house = [f"tests/house/test_{name}.py" for name in ("mirror", "sizes", "templates", "words")]
    yield Check("the tree", [*tool("pytest"), "-q", "-p", "no:cacheprovider", *house], {})
    if templates := files("templates/**/*.html"):
        djade = [str(BIN / "djade"), "--target-version", "5.2", "--check"]
        yield Check("template format", [*djade, *templates], {})
        yield Check("template lint", [str(BIN / "djlint"), "--lint", "--quiet", "templates"], {})


def tool(module: str) -> list[str]:
    return [PYTHON, "-m", module]


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


def django_upgrade() -> list[str]:
    return [str(BIN / "django-upgrade"), "--target-version", "5.2", "--check"]


def files(pattern: str) -> list[str]:
    paths = (path.relative_to(ROOT) for path in ROOT.rglob(pattern))
    return sorted(str(path) for path in paths if not SKIPPED_FOLDERS & set(path.parts))


def perform(check: Check) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.env},
        capture_output=True,
        text=True,
        check=False,
    )
    output = (done.stdout + done.stderr).strip()
    return Outcome(check, time.monotonic() - began, done.returncode, output)


def main() -> int:
    began = time.monotonic()
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(perform, check) for check in checks()]):
            outcome = future.result()
            verdict = "FAILED" if outcome.code else "ok"
            print(f"{verdict:6} {outcome.check.name} ({outcome.seconds:.1f} s)", flush=True)
            if outcome.code:
                failed.append(outcome.check.name)
                print(outcome.output, flush=True)
    print(
        f"{time.monotonic() - began:.0f} s: "
        + (f"failed: {', '.join(failed)}" if failed else "all well")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
