import pytest

from privacy.retention import policies, register


def test_policies_come_in_order_of_name(trial_policy):
    names = [policy.name for policy in policies()]
    assert names == sorted(names)
    assert trial_policy in policies()


def test_registering_a_name_twice_is_refused(trial_policy):
    with pytest.raises(ValueError, match="trial is registered twice"):
        register(trial_policy)
