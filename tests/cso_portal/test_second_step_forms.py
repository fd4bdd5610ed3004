import pytest
from django.test import Client

from tests.cso_portal.staff import (
    INDEX,
    NOON,
    app_code,
    enrol,
    give_code,
    give_password,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_app_at_noon(settings, time_machine):
    settings.STAFF_MFA_REQUIRED = True
    time_machine.move_to(NOON, tick=False)
    enrol(make_staff())


def errors(response):
    return response.context["form"].errors["code"]


def test_five_wrong_codes_and_the_right_one_has_to_wait(client, time_machine):
    give_password(client)
    assert [give_code(client, f"00000{n}").status_code for n in range(7)] == [200] * 5 + [429] * 2

    response = give_code(client, app_code())
    assert errors(response) == [
        "Er is te vaak een verkeerde code ingevuld. Wacht 5 minuten en probeer het dan opnieuw."
    ]
    assert response.headers["Retry-After"] == "300"
    elsewhere = Client()
    give_password(elsewhere)
    assert give_code(elsewhere, app_code()).status_code == 429

    time_machine.shift(5 * 60)

    assert give_code(client, app_code()).url == INDEX


def test_at_most_thirty_wrong_codes_in_a_day(client, time_machine):
    time_machine.move_to(NOON.replace(hour=0, minute=10), tick=False)
    looked = 0
    for _ in range(12):
        give_password(client)
        looked += sum(give_code(client, "000000").status_code == 200 for _ in range(6))
        time_machine.shift(15 * 60)

    assert looked == 30
    give_password(client)
    assert errors(give_code(client, app_code())) == [
        "Er is te vaak een verkeerde code ingevuld. Wacht 21 uur en probeer het dan opnieuw."
    ]


def test_a_right_code_gives_the_guesses_back(client):
    for steps in (-1, 0, 1):
        give_password(client)
        for _ in range(4):
            assert give_code(client, "000000").status_code == 200
        assert give_code(client, app_code(steps=steps)).url == INDEX


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "Vul de code in."),
        ("   ", "Vul de code in."),
        ("1" * 21, "Zorg dat deze waarde niet meer dan 20 tekens bevat (het zijn er nu 21)."),
        ("12\x0034", "Null-tekens zijn niet toegestaan."),
    ],
)
def test_what_is_no_code_is_said_and_costs_no_guess(client, code, said):
    give_password(client)

    assert [errors(give_code(client, code)) for _ in range(8)] == [[said]] * 8
    assert give_code(client, app_code()).url == INDEX
