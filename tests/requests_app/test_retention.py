"""What people told us outside a request goes a year after somebody dealt with it."""

import uuid
from datetime import timedelta

import pytest

from privacy.models import Erasure
from privacy.retention import policies
from privacy.services import apply_policy
from requests_app.models import Introduction, OrganisationType, PageFeedback
from requests_app.retention import INTRODUCTIONS, PAGE_FEEDBACK
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


def make(model, *, handled):
    """Return a row that was dealt with at that moment, or waits still."""
    fields = {"page": "/", "words": "Fout."}
    if model is Introduction:
        kind = OrganisationType.objects.get(code="caw")
        fields = {"organisation_name": "CAW", "organisation_type": kind, "words": "Bel."}
    user = make_user() if handled else None
    return model.objects.create(
        pk=uuid.uuid4(), at=NOW - 2 * YEAR, handled_at=handled, handled_by=user, **fields
    )


@pytest.mark.parametrize(
    ("policy", "model"), [(INTRODUCTIONS, Introduction), (PAGE_FEEDBACK, PageFeedback)]
)
def test_only_what_was_dealt_with_a_year_ago_goes(policy, model):
    waiting = make(model, handled=None)
    recent = make(model, handled=NOW - YEAR)
    old = make(model, handled=NOW - YEAR - timedelta(seconds=1))

    assert policy in policies()
    assert [apply_policy(policy, now=NOW) for _ in range(2)] == [1, 0]

    assert set(model.objects.values_list("pk", flat=True)) == {waiting.pk, recent.pk}
    tombstone = Erasure.objects.get()
    assert (tombstone.record_type, tombstone.record_id) == (model._meta.label, str(old.pk))
    assert (tombstone.reason, tombstone.actor) == ("retention", "system")
