"""The requester's link: unguessable, stored nowhere, replaceable, and it expires.

A link is the request's random id and its link version, signed with the secret key under a salt
of its own. Whoever holds a copy of the database cannot make one.
"""

import base64
import binascii
import re
import time
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import Resolver404, resolve, reverse

from requests_app.errors import InvalidLink
from requests_app.models import ConsultRequest

SALT = "requests_app.links"
SUBMISSION_SALT = "requests_app.submission"
SUBMISSION_AGE = timedelta(days=2)
SEEN = "+"


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT)


def token_for(request: ConsultRequest) -> str:
    """Return the token in the requester's link."""
    key = base64.urlsafe_b64encode(request.pk.bytes).rstrip(b"=").decode()
    return _signer().sign(f"{key}.{request.link_version}").replace(":", "~")


def read_token(token: str) -> tuple[uuid.UUID, int]:
    """Return the request's id and link version; raise InvalidLink when it was not made by us."""
    try:
        key, _, version = _signer().unsign(token.replace("~", ":")).partition(".")
        return uuid.UUID(bytes=base64.urlsafe_b64decode(key + "==")), int(version)
    except (signing.BadSignature, binascii.Error, ValueError) as error:
        raise InvalidLink from error


def url_for(request: ConsultRequest, name: str = "request_page") -> str:
    """Return the absolute address of one of the requester's pages, for use in mails."""
    return f"{settings.SITE_URL}{reverse(name, args=[token_for(request)])}"


def new_submission_token() -> str:
    """Return a one-time token for a form: however often it is sent, it makes one request."""
    return signing.TimestampSigner(salt=SUBMISSION_SALT).sign(uuid.uuid4().hex)


def seen_submission_token(key: uuid.UUID | None = None) -> str:
    """Return a token for a form that we sent back: it can be sent again at once (F18)."""
    signer = signing.TimestampSigner(salt=SUBMISSION_SALT)
    return signer.sign(f"{(key or uuid.uuid4()).hex}{SEEN}")


def read_submission_token(token: str) -> uuid.UUID | None:
    """Return the token's id; None when it is not ours or too old."""
    signer = signing.TimestampSigner(salt=SUBMISSION_SALT)
    try:
        return uuid.UUID(hex=signer.unsign(token, max_age=SUBMISSION_AGE).removesuffix(SEEN))
    except (signing.BadSignature, ValueError):
        return None


def is_seen(token: str) -> bool:
    """Tell whether a token belongs to a form that we sent back."""
    signer = signing.TimestampSigner(salt=SUBMISSION_SALT)
    try:
        return signer.unsign(token).endswith(SEEN)
    except signing.BadSignature:
        return False


def submission_age(token: str) -> timedelta | None:
    """Return how long ago the form with this token was shown; None when it is not ours."""
    signer = signing.TimestampSigner(salt=SUBMISSION_SALT)
    try:
        signer.unsign(token)
    except signing.BadSignature:
        return None
    shown = signing.b62_decode(token.rsplit(signer.sep, 2)[1])
    return timedelta(seconds=int(time.time()) - shown)


def page_of(address: str) -> str:
    """Return which page of the portal an address shows, without what is somebody's own in it.

    Everything from the first variable part on is left out, so a requester's link becomes
    "/aanvraag/"; an address that is not ours becomes "".
    """
    try:
        path = urlsplit(address).path or "geen adres"
        route = resolve(path if path.endswith("/") else f"{path}/").route
    except (ValueError, Resolver404):
        return ""
    fixed = re.split(r"[<(^$?*\\\[]", route.lstrip("^"), maxsplit=1)[0]
    return f"/{fixed[: fixed.rfind('/') + 1]}"
