"""The second factor of staff: codes of an app (TOTP) and recovery codes, kept in allauth's models.

Each code counts once. Which code of the app was used last stands beside its secret, under the
row's lock, so that a code that was looked over a shoulder is refused in every process.
"""

import logging
from datetime import datetime
from typing import Any, cast

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.models import User
from django.db import transaction

from privacy.crypto import VERSION, keyring

logger = logging.getLogger(__name__)

SEAL = "allauth.mfa.Authenticator"
# A phone's clock may be one step (30 seconds) off.
STEPS = (-1, 0, 1)
LAST_STEP = "last_step"
APP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


class StaffMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """What MFA_ADAPTER points to: secrets are sealed like client data."""

    def encrypt(self, text: str) -> str:
        return keyring().seal(text, context=SEAL)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().open(encrypted_text, context=SEAL)

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return "CSO-portaal"


def secrets_under_old_key() -> int:
    """How many rows of factors still need an older key."""
    return sum(_resealed(row.data) != row.data for row in Authenticator.objects.all())


def reseal_secrets() -> int:
    """Seal app keys and recovery codes with the first key; returns the number of rows changed."""
    changed = 0
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None or (fresh := _resealed(row.data)) == row.data:
                continue
            row.data = fresh
            row.save(update_fields=["data"])
            changed += 1
    return changed


def _resealed(value: Any) -> Any:
    """The same data, every sealed text in it under the first key."""
    if isinstance(value, dict):
        return {name: _resealed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_resealed(inner) for inner in value]
    if (
        not isinstance(value, str)
        or not value.startswith(f"{VERSION}:")
        or keyring().is_current(value)
    ):
        return value
    return encrypt(decrypt(value))


def new_secret() -> str:
    """For a page that shows it; sealed while it waits in the session."""
    return cast(str, encrypt(generate_totp_secret()))


def shown_secret(sealed: str) -> str:
    return cast(str, decrypt(sealed))


def app_address(user: User, secret: str) -> str:
    """The otpauth address that an authenticator app reads from the QR code."""
    return cast(str, StaffMfaAdapter().build_totp_url(user, secret))


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=APP).exists())


def matching_step(secret: str, code: str, *, now: datetime, after: int = -1) -> int | None:
    """The step of time that the code belongs to, when it is near now and later than `after`."""
    current = int(now.timestamp()) // int(app_settings.TOTP_PERIOD)
    for step in (current + offset for offset in STEPS):
        expected = format_hotp_value(hotp_value(secret, step))
        if step > after and compare_user_code(actual=code, expected=expected):
            return step
    return None


@transaction.atomic
def use_code(user: User, code: str, *, now: datetime) -> Authenticator.Type | None:
    """Spend a code of the app or a recovery code; which of both it was, or None."""
    owned = {
        factor.type: factor
        for factor in Authenticator.objects.select_for_update().filter(user=user).order_by("pk")
    }
    app = owned.get(APP)
    if app is None:
        return None
    if _use_app_code(app, code, now=now):
        return APP
    recovery = owned.get(RECOVERY)
    if recovery is not None and RecoveryCodes(recovery).validate_code(code):
        logger.info("staff user %s used a recovery code", user.pk)
        return RECOVERY
    return None


def _use_app_code(app: Authenticator, code: str, *, now: datetime) -> bool:
    secret = decrypt(app.data["secret"])
    step = matching_step(secret, code, now=now, after=app.data.get(LAST_STEP, -1))
    if step is None:
        return False
    app.data[LAST_STEP] = step
    if not keyring().is_current(app.data["secret"]):
        app.data["secret"] = encrypt(secret)
    app.last_used_at = now
    app.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def enrol(user: User, secret: str, *, step: int, replace: bool) -> list[str] | None:
    """Tie the app to the account; returns fresh recovery codes, None when it has an app already."""
    User.objects.select_for_update().get(pk=user.pk)
    if has_factor(user) and not replace:
        return None
    Authenticator.objects.filter(user=user, type=APP).delete()
    app = TOTP.activate(user, secret).instance
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])
    logger.info("staff user %s set up a second factor", user.pk)
    return renew_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes; the old ones no longer count."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    return cast("list[str]", RecoveryCodes.activate(user).generate_codes())


def recovery_codes_left(user: User) -> int:
    factor = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(RecoveryCodes(factor).get_unused_codes()) if factor else 0


def reset(user: User) -> bool:
    """Take the second factor away: the next login sets up a new one. False when there was none."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    return bool(deleted)
