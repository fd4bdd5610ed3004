"""Networks are counted by a key that says nothing and does not last."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from privacy.networks import KEY_LENGTH, day_key, network_of, origin_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "network"),
    [
        (0, "10.1.2.3", "", "10.1.2.3"),
        (0, "10.1.2.3", "1.1.1.1", "10.1.2.3"),
        (1, "172.18.0.1", "6.6.6.6, 81.82.83.84", "81.82.83.84"),
        (1, "172.18.0.1", "2a02:1810:a:b:1:2:3:4", "2a02:1810:a:b::/64"),
        (1, "172.18.0.1", "rubbish", "unknown"),
        (0, "", "", "unknown"),
    ],
)
def test_network(settings, proxies, remote, forwarded, network):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert network_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == network


def test_a_day_key_is_the_same_all_day_and_another_one_the_next():
    key = day_key("10.1.2.3", now=NOW)

    assert len(key) == KEY_LENGTH
    assert "10.1" not in key
    assert day_key("10.1.2.3", now=NOW + timedelta(hours=14)) == key
    assert day_key("10.1.2.3", now=NOW + timedelta(days=1)) != key
    assert day_key("10.1.2.4", now=NOW) != key


def test_the_origin_of_a_visit_is_the_day_key_of_its_network():
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3")

    assert origin_of(request, now=NOW) == day_key("10.1.2.3", now=NOW)
