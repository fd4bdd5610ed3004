import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from cso_portal import second_factor
from tests.cso_portal.staff import NOON, SECRET, app_code, enrol, make_staff
from tests.threads import together

APP, RECOVERY = second_factor.APP, second_factor.RECOVERY


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def staff(db):
    return make_staff()


def use(user, code, *, now=NOON):
    return second_factor.use_code(user, code, now=now)


def test_the_codes_of_rfc_6238(time_machine):
    """Appendix B, SHA-1, the last six of its eight digits."""
    time_machine.move_to(59, tick=False)
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert app_code(secret=secret) == "287082"


@pytest.mark.parametrize(
    ("steps", "expected"), [(-2, None), (-1, APP), (0, APP), (1, APP), (2, None)]
)
def test_a_phone_may_be_half_a_minute_off(staff, steps, expected):
    enrol(staff)

    assert use(staff, app_code(steps=steps)) == expected


def test_a_code_counts_once_and_none_from_before_it(staff):
    enrol(staff)

    assert use(staff, app_code()) == APP
    assert use(staff, app_code()) is None
    assert use(staff, app_code(), now=NOON + timedelta(seconds=29)) is None
    assert use(staff, app_code(steps=-1)) is None
    assert use(staff, app_code(steps=1)) == APP


@pytest.mark.parametrize(
    "code", ["", "000000", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345", "é", "0" * 20]
)
def test_anything_else_is_refused(staff, code):
    enrol(staff)

    assert use(staff, code) is None


def test_spaces_do_not_matter(staff):
    codes = enrol(staff)

    assert use(staff, f"{app_code()[:3]} {app_code()[3:]}") == APP
    assert use(staff, f"{codes[0][:4]} {codes[0][4:]}") == RECOVERY


def test_ten_recovery_codes_and_each_works_once(staff):
    codes = enrol(staff)
    assert len(set(codes)) == 10 == second_factor.recovery_codes_left(staff)

    assert [use(staff, code) for code in codes] == [RECOVERY] * 10

    assert [use(staff, code) for code in codes] == [None] * 10
    assert second_factor.recovery_codes_left(staff) == 0


def test_fresh_recovery_codes_replace_the_old(staff):
    old = enrol(staff)

    fresh = second_factor.renew_recovery_codes(staff)

    assert set(old).isdisjoint(fresh)
    assert (use(staff, old[0]), use(staff, fresh[0])) == (None, RECOVERY)


def test_codes_of_one_account_do_not_open_another(staff):
    codes = enrol(staff)
    other = make_staff("finance")
    second_factor.enrol(other, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", step=-1, replace=False)

    assert (use(other, app_code()), use(other, codes[0])) == (None, None)


def test_recovery_codes_without_an_app_open_nothing(staff):
    codes = enrol(staff)
    Authenticator.objects.filter(type=APP).delete()

    assert use(staff, codes[0]) is None
    assert second_factor.has_factor(staff) is False


def test_a_second_app_only_when_replacing(staff):
    enrol(staff)
    other = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert second_factor.enrol(staff, other, step=-1, replace=False) is None
    assert use(staff, app_code()) == APP

    assert len(second_factor.enrol(staff, other, step=-1, replace=True)) == 10
    assert (use(staff, app_code(steps=1)), use(staff, app_code(secret=other))) == (None, APP)


def test_the_code_of_setting_up_does_not_log_in_as_well(staff):
    step = second_factor.matching_step(SECRET, app_code(), now=NOON)
    second_factor.enrol(staff, SECRET, step=step, replace=False)

    assert use(staff, app_code()) is None
    assert use(staff, app_code(steps=1)) == APP


def test_resetting_takes_everything_away(staff):
    codes = enrol(staff)

    assert second_factor.reset(staff) is True
    assert second_factor.reset(staff) is False
    assert use(staff, codes[0]) is None
    assert not Authenticator.objects.exists()


def test_a_stolen_table_holds_no_secret(staff):
    codes = enrol(staff)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = json.dumps(cursor.fetchall())

    assert SECRET not in stored
    assert not any(code in stored for code in codes)
    assert stored.count("v1:t2:") == 2


def test_the_secret_moves_to_the_first_key_when_it_is_used(staff, settings):
    enrol(staff)
    old, new = settings.FIELD_KEYS, "t3:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="
    settings.FIELD_KEYS = f"{new},{old}"
    assert use(staff, app_code()) == APP

    settings.FIELD_KEYS = new

    app = Authenticator.objects.get(type=APP)
    assert second_factor.shown_secret(app.data["secret"]) == SECRET


def test_the_address_for_the_app_names_the_portal_and_the_account(staff):
    assert second_factor.app_address(staff, SECRET) == (
        f"otpauth://totp/coach?secret={SECRET}&issuer=CSO-portaal"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [APP, RECOVERY])
def test_twenty_at_once_with_one_code_are_one(kind):
    user = make_staff()
    codes = enrol(user)
    code = app_code() if kind == APP else codes[0]

    outcomes = together(20, lambda _: use(user, code))

    assert sorted(map(str, outcomes)) == sorted(["None"] * 19 + [str(kind)])


def test_rotation_seals_app_keys_and_recovery_codes_anew(staff, settings):
    codes = enrol(staff)
    settings.FIELD_KEYS = f"t3:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=,{settings.FIELD_KEYS}"
    assert second_factor.secrets_under_old_key() == 2
    assert second_factor.reseal_secrets() == 2
    assert (second_factor.secrets_under_old_key(), second_factor.reseal_secrets()) == (0, 0)
    settings.FIELD_KEYS = settings.FIELD_KEYS.partition(",")[0]
    assert use(staff, codes[0]) == RECOVERY
    assert use(staff, app_code()) == APP
