"""What tests of the login need: a member of staff, an app on a telephone, the steps to get in."""

from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from cso_portal import second_factor

PASSWORD = "drie-groene-fietsen"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, INDEX = "/beheer/login/", "/beheer/"
STEP, SET_UP, MANAGE = (
    "/beheer/tweede-stap/",
    "/beheer/tweede-stap/instellen/",
    "/beheer/tweede-stap/beheren/",
)
# Ten minutes into a stretch of the throttle, so that a test never runs over its edge.
NOON = datetime(2026, 11, 24, 11, 10, tzinfo=UTC)


def make_staff(username="coach", **fields):
    return User.objects.create_superuser(username, password=PASSWORD, **fields)


def enrol(user):
    """The recovery codes of a fresh factor with the fixed SECRET; no code of the app used yet."""
    return second_factor.enrol(user, SECRET, step=-1, replace=True)


def app_code(*, steps=0, secret=SECRET):
    """What the app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + steps))


def give_password(client, username="coach", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def give_code(client, code):
    return client.post(STEP, {"code": code})


def pass_both_steps(client, username="coach"):
    give_password(client, username)
    response = give_code(client, app_code())
    assert response.url == reverse("admin:index")
