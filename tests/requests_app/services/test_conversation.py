"""Words among the coaches."""

import pytest

from requests_app.services import add_note, submit_request
from tests.requests_app.submissions import NOW, with_client


@pytest.mark.django_db
def test_note_is_kept_with_its_writer(django_user_model):
    coach = django_user_model.objects.create_user("coach")
    request = submit_request(with_client(), now=NOW)

    add_note(request.pk, by=coach, body="Bellen voor dinsdag.", now=NOW)

    note = request.notes.get()
    assert (note.body, note.by, note.at) == ("Bellen voor dinsdag.", coach, NOW)
