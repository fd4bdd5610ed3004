"""`make test`: the whole suite on SQLite and, where PostgreSQL is there, once more on PostgreSQL.

Tests for PostgreSQL, Redis and Chromium run once, in the richest round. What this machine lacks is
said at the end; with CI=true it is a failure.
"""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "postgres://root@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15")
NO_SKIP = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
# Another order of sets on every run, and the same one in all its workers.
HASH_SEED = str(secrets.randbelow(2**32))
WORKERS = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 1, 4)))


@dataclass(frozen=True)
class Round:
    name: str
    database_url: str | None  # None: the SQLite file of the test settings
    markers: str


def has_postgres() -> bool:
    try:
        psycopg2.connect(POSTGRES_URL, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def has_redis() -> bool:
    client = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def missing() -> dict[str, str]:
    """Marker -> the sentence that says what does not run, and how to get it."""
    lacking = {}
    if not has_postgres():
        lacking["postgres"] = (
            "PostgreSQL tests skipped: set TEST_DATABASE_URL to a server that may make databases."
        )
    if not has_redis():
        lacking["redis"] = "Redis tests skipped: set REDIS_TEST_URL to a Redis server."
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        lacking["browser"] = "Browser tests skipped: install Chromium, or set CHROMIUM to its path."
    return lacking


def rounds(lacking: dict[str, str]) -> list[Round]:
    absent = [f"not {marker}" for marker in lacking]
    if "postgres" in lacking:
        return [Round("SQLite", None, " and ".join(absent))]
    return [
        Round("SQLite", None, "not postgres and not redis and not browser"),
        Round("PostgreSQL", POSTGRES_URL, " and ".join(absent)),
    ]


def run(suite: Round, arguments: list[str], *, first: bool) -> int:
    print(f"\n== Test suite on {suite.name} (PYTHONHASHSEED={HASH_SEED})", flush=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        WORKERS,
        "--cov",
        "--cov-report=",
        "--cov-fail-under=0",
    ]
    if not first:
        command.append("--cov-append")
    env = {"PYTHONHASHSEED": HASH_SEED, **os.environ}
    env.pop("DATABASE_URL", None)
    if suite.database_url:
        env["DATABASE_URL"] = suite.database_url
    selection = ["-m", suite.markers] if suite.markers else []
    done = subprocess.run([*command, *selection, *arguments], cwd=ROOT, env=env, check=False)
    return done.returncode


def main(arguments: list[str]) -> int:
    """Arguments go to pytest, for example a path or `-k`."""
    lacking = missing()
    if lacking and NO_SKIP:
        print(*lacking.values(), "CI=true allows no skip.", sep="\n")
        return 1
    codes = [
        run(suite, arguments, first=number == 0) for number, suite in enumerate(rounds(lacking))
    ]
    if not any(codes) and not arguments:
        print("\n== Coverage", flush=True)
        codes.append(
            subprocess.run(
                [sys.executable, "-m", "scripts.coverage_gate"], cwd=ROOT, check=False
            ).returncode
        )
    print(*lacking.values(), sep="\n")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
