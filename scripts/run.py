"""`make run`: everything between a clone and a portal in the browser, in one command.

Runs on every start; what was done before costs nothing the second time and data stays.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from scripts.env_file import write_once

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
BIN = ROOT / ".venv" / "bin"
FOLDERS = ["mail", "broker/queue", "broker/processed", "broker/control"]
DATABASE_FILES = ["portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"]
KEYS_MADE = "Made .env with fresh keys. Keep it: without it client data cannot be read."


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    port = chosen_port()
    if write_once(ROOT / ".env"):
        print(KEYS_MADE, flush=True)
    if "--demo-reset" in arguments:
        throw_away_demo_data()
    elif taken(port):
        sys.exit(f"Port {port} is taken: stop what listens there, or run make run PORT=8001.")
    prepare(environment(port))
    return 0 if "--demo-reset" in arguments else serve(port)


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, and not {text!r}.")
    return int(text)


def taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def environment(port: int) -> dict[str, str]:
    """The children's environment: our programs first on the path, addresses on the chosen port."""
    return {
        "SITE_URL": f"http://127.0.0.1:{port}",
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
    }


def throw_away_demo_data() -> None:
    if os.environ.get("DATABASE_URL"):
        sys.exit("DATABASE_URL is set: make demo-reset only empties the SQLite file of make run.")
    for name in DATABASE_FILES:
        (VAR / name).unlink(missing_ok=True)
    for folder in ("mail", "broker"):
        shutil.rmtree(VAR / folder, ignore_errors=True)


def prepare(env: dict[str, str]) -> None:
    for folder in FOLDERS:
        (VAR / folder).mkdir(parents=True, exist_ok=True)
    manage(env, "migrate", "--verbosity=0")
    manage(env, "createcachetable", "--verbosity=0")
    collect_static(env)
    manage(env, "demo", "--if-empty")


def manage(env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([str(BIN / "python"), "manage.py", *arguments], env=env, check=False)
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} failed: the lines above say why.")


def collect_static(env: dict[str, str]) -> None:
    """Only when a file or a package changed: compressing takes seconds."""
    stamp = VAR / "static.stamp"
    mark = static_mark()
    if stamp.exists() and stamp.read_text() == mark:
        return
    manage(env, "collectstatic", "--noinput", "--clear", "--verbosity=0")
    stamp.write_text(mark)


def static_mark() -> str:
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    lines = [f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}" for path in files]
    lines.append((ROOT / "requirements.txt").read_text())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def serve(port: int) -> int:
    """Web and worker until Ctrl-C; honcho stops both."""
    address = f"http://127.0.0.1:{port}"
    print(
        f"\n  The portal     {address}/\n  For the staff  {address}/beheer/\n"
        f"  Mails sent     {address}/demo/mails/\n  Stop           Ctrl-C\n"
    )
    sys.stdout.flush()
    env = environment(port)
    # "-e" without a file: the settings read .env themselves, and what the shell sets must win.
    command = [str(BIN / "python"), "-m", "honcho", "-e", os.devnull, "start", "-p", str(port)]
    os.execve(command[0], command, env)  # noqa: S606 -- our own interpreter, no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
