"""The wishes of a request, and what the database refuses of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from requests_app.models import PreferredMoment
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("position", "days", "constraint"),
    [
        (1, 1, r"moment_position_once|request_id, .*position"),
        (2, 0, r"moment_start_once|request_id, .*start"),
        (0, 1, "moment_position_in_range"),
        (4, 1, "moment_position_in_range"),
    ],
)
def test_a_wrong_wish_is_refused(position, days, constraint):
    request = factories.make_request()
    start = request.first_moment + timedelta(days=days)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PreferredMoment.objects.create(request=request, position=position, start=start)

    assert request.moments.count() == 1
