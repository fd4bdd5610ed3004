"""docker-compose.yml fails closed, and the check that says so can fail."""

import copy

import pytest
import yaml

from scripts.compose_check import FILE, findings


@pytest.fixture
def compose():
    return copy.deepcopy(yaml.safe_load(FILE.read_text()))


def test_our_file_has_nothing_wrong(compose):
    assert list(findings(compose)) == []


@pytest.mark.parametrize(
    ("service", "key", "value", "sentence"),
    [
        ("web", "read_only", False, "web: the file system is not read-only"),
        ("worker", "user", "0:0", "worker: runs as root"),
        ("redis", "ports", ["6379:6379"], "redis: publishes a port"),
        ("postgres", "ports", ["5432:5432"], "postgres: publishes a port"),
        ("beat", "privileged", True, "beat: is privileged"),
        ("web", "networks", ["elders"], "web: network elders is not there"),
    ],
)
def test_a_weakened_service_is_found(compose, service, key, value, sentence):
    compose["services"][service][key] = value

    assert list(findings(compose)) == [sentence]


@pytest.mark.parametrize("variable", ["SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "REDIS_URL"])
def test_a_default_for_a_secret_is_found(compose, variable):
    given = {"DATABASE_URL": "postgres://a:b@c/d", "REDIS_URL": "redis://:x@redis"}
    web = compose["services"]["web"]
    web["environment"] = {**web["environment"], variable: given.get(variable, "${X:-changeme}")}

    assert list(findings(compose)) == [f"web: {variable} does not fail closed"]


def test_waiting_for_nobody_is_found(compose):
    compose["services"]["web"]["depends_on"] = {"cache": {"condition": "service_started"}}

    assert list(findings(compose)) == ["web: waits for cache, which is not there"]


def test_waiting_for_health_that_nobody_measures_is_found(compose):
    del compose["services"]["postgres"]["healthcheck"]

    assert list(findings(compose)) == [
        "migrate: waits for the health of postgres, which has no health check",
        "postgres: has no health check",
    ]


def test_a_missing_service_is_found(compose):
    del compose["services"]["beat"]

    assert [sentence.partition(" are ")[0] for sentence in findings(compose)] == ["services"]
