"""The commands of docker-compose.yml against a real PostgreSQL: two roles, and what they may not do."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from psycopg2 import sql

from scripts.check import PRODUCTION_ENV

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(180)]

SUFFIX = os.environ.get("PYTEST_XDIST_WORKER", "") + os.environ.get("PYTEST_DB_SUFFIX", "")
DATABASE, OWNER, RUN = (f"portal_release_{SUFFIX}{part}" for part in ("", "_owner", "_run"))
SERVER = urlsplit(os.environ.get("DATABASE_URL", ""))


def address(user, password):
    return f"postgres://{user}:{password}@{SERVER.hostname}:{SERVER.port or 5432}/{DATABASE}"


def as_superuser(*statements):
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def remove():
    names = [sql.Identifier(name) for name in (DATABASE, OWNER, RUN)]
    as_superuser(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]),
        sql.SQL("DROP ROLE IF EXISTS {}").format(names[1]),
        sql.SQL("DROP ROLE IF EXISTS {}").format(names[2]),
    )


def script(path, **environment):
    """As the container would run it, with our interpreter first on the path."""
    done = subprocess.run(
        ["sh", path],
        cwd=settings.BASE_DIR,
        env={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def roles():
    """Both roles and a migrated database, made by the very scripts that compose runs."""
    passwords = {"owner": secrets.token_hex(8), "run": secrets.token_hex(8)}
    environment = {
        "PGHOST": SERVER.hostname,
        "PGPORT": str(SERVER.port or 5432),
        "PGPASSWORD": SERVER.password or "",
        "POSTGRES_USER": SERVER.username,
        "PORTAL_DATABASE": DATABASE,
        "PORTAL_OWNER": OWNER,
        "PORTAL_RUN": RUN,
        "PORTAL_OWNER_PASSWORD": passwords["owner"],
        "PORTAL_RUN_PASSWORD": passwords["run"],
    }
    remove()
    try:
        script("deploy/roles.sh", **environment)
        script("deploy/roles.sh", **environment)  # every line may be run again
        release = {**PRODUCTION_ENV, "DATABASE_URL": address(OWNER, passwords["owner"])}
        script("deploy/release.sh", **release)
        yield passwords
    finally:
        remove()


@pytest.fixture
def run_role(roles):
    connection = psycopg2.connect(address(RUN, roles["run"]))
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


def test_the_run_role_reads_and_writes_rows(run_role):
    run_role.execute("INSERT INTO outbox_heartbeat (name, at) VALUES ('proef', now())")
    run_role.execute("UPDATE outbox_heartbeat SET at = now() WHERE name = 'proef'")
    run_role.execute("DELETE FROM outbox_heartbeat WHERE name = 'proef'")

    assert run_role.rowcount == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE elders (id int)",
        "DROP TABLE outbox_heartbeat",
        "ALTER TABLE privacy_clientdataaccess DISABLE TRIGGER USER",
        "TRUNCATE privacy_clientdataaccess",
        "CREATE SCHEMA elders",
        "SET session_replication_role = replica",
        "CREATE TRIGGER t BEFORE INSERT ON outbox_heartbeat EXECUTE FUNCTION append_only_refuse()",
    ],
)
def test_the_run_role_cannot_alter_the_database(run_role, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run_role.execute(statement)


def test_the_log_is_told_to_quote_nothing(run_role):
    run_role.execute(
        "SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity')"
    )

    assert run_role.fetchone() == ("panic", "terse")


def test_the_run_role_may_not_wait_for_ever(run_role):
    run_role.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")

    assert run_role.fetchone() == ("15s", "3s")


def test_the_portal_is_ready_as_the_run_role(roles):
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/healthz/ready', headers={'host': 'cso.voorbeeld.be'})\n"
        "print(answer.status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            **PRODUCTION_ENV,
            "DATABASE_URL": address(RUN, roles["run"]),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "200\n", done.stderr
