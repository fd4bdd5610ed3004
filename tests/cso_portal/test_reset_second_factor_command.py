import pytest
from django.core.management import CommandError, call_command

from cso_portal import second_factor
from tests.cso_portal.staff import enrol, make_staff

pytestmark = pytest.mark.django_db


def test_the_next_login_sets_up_a_new_one(capsys):
    user = make_staff()
    enrol(user)

    call_command("reset_second_factor", "coach")

    assert second_factor.has_factor(user) is False
    assert capsys.readouterr().out == "coach sets up a new second factor at the next login.\n"


def test_a_name_that_is_not_there_or_has_none_is_said():
    make_staff()

    with pytest.raises(CommandError, match=r"^There is no account niemand\.$"):
        call_command("reset_second_factor", "niemand")
    with pytest.raises(CommandError, match=r"^coach has no second factor\.$"):
        call_command("reset_second_factor", "coach")
