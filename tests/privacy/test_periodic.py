import logging

import pytest
from django.contrib.auth.models import Group

from privacy.periodic import retention


@pytest.mark.django_db
def test_retention_erases_and_counts(trial_policy, caplog):
    Group.objects.create(name="oud")
    with caplog.at_level(logging.INFO, logger="privacy.periodic"):
        retention()
        retention()
    assert not Group.objects.filter(name="oud").exists()
    ours = [message for message in caplog.messages if "trial" in message]
    assert ours == ["retention trial: 1 erased", "retention trial: 0 erased"]
