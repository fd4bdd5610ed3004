"""Read docker-compose.yml as its reader would, and look for what must not be in it.

Where the compose plugin is installed, `docker compose config` judges as well.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
SERVICES = {"web", "worker", "beat", "migrate", "postgres", "redis"}
MAY_PUBLISH = {"web"}
MAY_BE_ROOT = {"postgres"}  # its entrypoint starts as root and drops to its own user
SECRETS = re.compile(r"(PASSWORD|SECRET_KEY|FIELD_KEYS)$")
REQUIRED = re.compile(r"\$\{[A-Z_]+:\?[^}]+\}")


def findings(compose: dict[str, Any]) -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    services: dict[str, dict[str, Any]] = compose["services"]
    if set(services) != SERVICES:
        yield f"services are {sorted(services)}, expected {sorted(SERVICES)}"
    for name, service in services.items():
        yield from hardening(name, service)
        yield from secrets(name, service.get("environment", {}))
        yield from dependencies(name, service, services, compose)


def hardening(name: str, service: dict[str, Any]) -> Iterator[str]:
    if not service.get("read_only"):
        yield f"{name}: the file system is not read-only"
    if name not in MAY_BE_ROOT and str(service.get("user", "root")).split(":")[0] in {"root", "0"}:
        yield f"{name}: runs as root"
    if service.get("ports") and name not in MAY_PUBLISH:
        yield f"{name}: publishes a port"
    if service.get("privileged"):
        yield f"{name}: is privileged"
    if "healthcheck" not in service and name != "migrate":
        yield f"{name}: has no health check"


def secrets(name: str, environment: dict[str, Any]) -> Iterator[str]:
    for variable, value in environment.items():
        if SECRETS.search(variable) and not REQUIRED.fullmatch(str(value)):
            yield f"{name}: {variable} does not fail closed"
        if variable.endswith("_URL") and "@" in str(value) and not REQUIRED.search(str(value)):
            yield f"{name}: {variable} does not fail closed"


def dependencies(
    name: str, service: dict[str, Any], services: dict[str, Any], compose: dict[str, Any]
) -> Iterator[str]:
    for other, how in service.get("depends_on", {}).items():
        if other not in services:
            yield f"{name}: waits for {other}, which is not there"
        elif how["condition"] == "service_healthy" and "healthcheck" not in services[other]:
            yield f"{name}: waits for the health of {other}, which has no health check"
    for network in service.get("networks", []):
        if network not in compose["networks"]:
            yield f"{name}: network {network} is not there"


def ask_docker() -> int:
    """0 when there is no compose plugin here, else what it says of the file with every secret set."""
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run(
            [docker, "compose", "version"], capture_output=True, check=False
        ).returncode
    ):
        return 0
    wanted = set(re.findall(r"\$\{([A-Z_]+):\?", FILE.read_text()))
    env = {**os.environ, **dict.fromkeys(wanted, "x")}
    return subprocess.run(
        [docker, "compose", "-f", str(FILE), "config", "--quiet"], env=env, check=False
    ).returncode


def main() -> int:
    wrong = list(findings(yaml.safe_load(FILE.read_text())))
    print(*wrong, sep="\n")
    return 1 if wrong else ask_docker()


if __name__ == "__main__":
    sys.exit(main())
