"""Throughput of a submission (GET form + POST) against a minimal Django form view.

Both run on one gunicorn server with the product's own settings, in alternating rounds. Prints
submissions per second and the ratio; asserts nothing.

    python benchmarks/submission.py [postgres://...]      (default: SQLite in a temporary folder)
"""

import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, SECONDS, CLIENTS = 5, 4.0, 4
HIDDEN = ("csrfmiddlewaretoken", "token")
DAY = (datetime.now(tz=UTC) + timedelta(days=21)).date().isoformat()

YARDSTICK = {
    "name": "Noor Voorbeeld",
    "email": "noor@school.voorbeeld.be",
    "phone": "016 00 00 00",
    "organisation": "Basisschool De Fictie",
    "day": DAY,
    "hour": "14:00",
    "text": "Hoe verloopt de overstap naar de eerste graad?",
}


def environment(folder: str, database: str) -> dict[str, str]:
    """Return the environment of the server under test: the product's, with keys of its own."""
    return {
        **os.environ,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": "b1:" + b64encode(secrets.token_bytes(32)).decode(),
        "DATABASE_URL": database or f"sqlite:///{folder}/bench.sqlite3",
        "EMAIL_URL": f"file://{folder}/mail",
        "DEBUG": "0",
        "DEMO": "1",
        "THROTTLE": "0",
        "REDIS_URL": "redis://127.0.0.1:6379/9" if database else "",
        "DJANGO_SETTINGS_MODULE": "benchmarks.yardstick.settings",
        "PYTHONPATH": str(ROOT),
    }


def start(env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """Make the tables and start gunicorn with two workers, as the product does; return once it answers."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity=0", "--run-syncdb"], env=env, check=True)
    subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity=0"], env=env, check=True)
    command = [sys.executable, "-m", "gunicorn", "cso_portal.wsgi", "--workers=2"]
    command += [f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hidden_value(page: bytes, name: str) -> str:
    """Return the value of a hidden field, or nothing; cheap, because the client shares the cores."""
    _, found, rest = page.partition(f'name="{name}" value="'.encode())
    return rest[: rest.index(b'"')].decode() if found else ""


def one(connection: http.client.HTTPConnection, path: str, body: str) -> None:
    """Open the form and send it, as a browser does; fail unless it was accepted."""
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read()
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    hidden = {name: hidden_value(page, name) for name in HIDDEN}
    connection.request(
        "POST",
        path,
        f"{body}&{urlencode(hidden)}",
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
    )
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != http.client.FOUND:
        raise SystemExit(f"{path} answered {answer.status}: {page[:2000].decode()}")


def round_of(port: int, path: str, body: str) -> float:
    """Return submissions per second of one round with several clients."""
    until = time.monotonic() + SECONDS
    done = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            one(connection, path, body)
            done.append(1)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    return len(done) / SECONDS


def request_fields() -> dict[str, object]:
    """Return a whole request with a client, as a worker fills it in."""
    return {
        "requester_name": "Noor Voorbeeld",
        "requester_function": "zorgcoördinator",
        "requester_email": "noor@school.voorbeeld.be",
        "requester_phone": "016 00 00 00",
        "organisation_name": "Basisschool De Fictie",
        "organisation_type": "school",
        "organisation_postcode": "3000",
        "organisation_city": "Leuven",
        "introduced": "ja",
        "tasks": ["consult_mother_tongue", "explain_differences"],
        "language": "dari",
        "question": "Hoe verloopt de overstap naar de eerste graad?",
        "client_name": "Verzonnen Cliënt",
        "birth_year": "1990",
        "consent": "on",
        "consent_version": "1",
        "consent_given_by": "client",
        "consent_given_how": "oral",
        "consent_given_on": datetime.now(tz=UTC).date().isoformat(),
        "consent_language": "dari",
        "date_1": DAY,
        "time_1": "14:00",
        "duration_minutes": "60",
        "location_kind": "organisation",
        "location_address": "Schoolstraat 1, 3000 Leuven",
    }


def main(database: str) -> None:
    """Run the rounds and print what came out."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start(environment(folder, database), port)
        try:
            bodies = {
                "/maatstaf/": urlencode(YARDSTICK),
                "/aanvragen/": urlencode(request_fields(), doseq=True),
            }
            results: dict[str, list[float]] = {path: [] for path in bodies}
            for turn in range(ROUNDS + 1):
                for path, body in bodies.items():
                    rate = round_of(port, path, body)
                    if turn:  # the first round warms up
                        results[path].append(rate)
        finally:
            server.terminate()
            server.wait()
    yardstick, ours = (statistics.median(results[path]) for path in ("/maatstaf/", "/aanvragen/"))
    where = "PostgreSQL" if database else "SQLite"
    print(f"{where}: yardstick {yardstick:.1f}/s, submission {ours:.1f}/s")
    print(f"submission-to-yardstick ratio: {ours / yardstick:.2f} (goal >= 0.80)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
