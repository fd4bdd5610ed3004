import pytest

from outbox import mails
from requests_app.models import ConsultRequest
from requests_app.selectors.invented import KEY, invented_request
from tests.factories import CLIENT_NAME

pytestmark = pytest.mark.django_db


def test_invented_request_is_in_no_database():
    request = invented_request()
    assert (request.pk, request.reference) == (KEY, "CSO-2026-0042")
    assert not ConsultRequest.objects.exists()
    assert CLIENT_NAME not in str(vars(request))


@pytest.mark.parametrize("kind", [each.kind for each in mails.registered()])
def test_every_kind_shows_an_invented_mail_without_touching_a_row(kind):
    """What staff see while they write own words (M5): both twins whole, made of nobody's data."""
    found = mails.preview(mails.kind_of(kind), None)
    assert found.is_whole
    assert found.subject in found.html.replace("&#x27;", "'")
    assert len(found.text) > 200


@pytest.mark.parametrize("kind", [each.kind for each in mails.registered()])
def test_what_can_be_filled_in_has_a_value(kind):
    """Each word between braces is known by `placeholders` and given by `values`."""
    mail = mails.kind_of(kind)()
    known = mail.placeholders()
    if known and "cso" not in known:  # a CSO comes from the database; see tests/coaching
        assert set(mail.values(mail.example())) == set(known)
    assert not [name for name in known if "cli" in name or name in {"taal", "vraag"}]
