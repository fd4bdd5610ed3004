"""From which network a visitor comes: to count by, never to keep."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "privacy.networks"
KEY_LENGTH = 32


def network_of(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the /64, because one household has all of it."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


def day_key(subject: str, *, now: datetime) -> str:
    """A keyed hash of an address that is the same for one day (UTC) and says nothing after it."""
    return salted_hmac(SALT, f"{now:%Y-%m-%d} {subject}", algorithm="sha256").hexdigest()[
        :KEY_LENGTH
    ]


def origin_of(request: HttpRequest, *, now: datetime) -> str:
    """The day key of the visitor's network, for `outbox.services.Entry.origin`."""
    return day_key(network_of(request), now=now)
