from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from privacy.management.commands import retention

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def _only_trial(monkeypatch, trial_policy):
    monkeypatch.setattr(retention, "policies", lambda: [trial_policy])


@pytest.mark.usefixtures("_only_trial")
def test_dry_run_shows_and_erases_nothing():
    Group.objects.create(name="oud")
    assert run("--dry-run") == ["trial (proef): 1 would be erased"]
    assert Group.objects.filter(name="oud").count() == 1


@pytest.mark.usefixtures("_only_trial")
def test_run_erases_and_counts():
    Group.objects.create(name="oud")
    assert run() == ["trial (proef): 1 erased"]
    assert Group.objects.filter(name="oud").count() == 0


def test_no_policies_is_said(monkeypatch):
    monkeypatch.setattr(retention, "policies", list)
    assert run() == ["No retention policies are registered."]
