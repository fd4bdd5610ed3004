"""What the database refuses of an activity, whatever the code forgot."""

import pytest
from django.db import IntegrityError, transaction

from requests_app.models import ActivityDetails
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"theme": "sport"}, "activity_vocabulary_known"),
        ({"kind": "feest"}, "activity_vocabulary_known"),
        ({"supporters_wanted": 0}, "activity_supporters_in_range"),
        ({"supporters_wanted": 7}, "activity_supporters_in_range"),
        ({"audience_size": 0}, "activity_has_audience"),
    ],
)
def test_the_database_refuses(changes, constraint):
    activity = factories.make_activity().activity
    rows = ActivityDetails.objects.filter(pk=activity.pk)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**changes)


def test_it_is_named_after_its_request():
    request = factories.make_activity()

    assert str(request.activity) == f"activiteit bij {request.pk}"
    assert (request.is_activity, request.talk_word) == (True, "activiteit")
    assert (request.the_talk, request.this_talk) == ("de activiteit", "deze activiteit")


def test_a_talk_is_called_a_talk():
    request = factories.make_request()

    assert (request.is_activity, request.talk_word) == (False, "gesprek")
    assert (request.the_talk, request.this_talk) == ("het gesprek", "dit gesprek")
