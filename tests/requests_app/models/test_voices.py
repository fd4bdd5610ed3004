"""Words of the service have a known place; what people told us is called by a name without words."""

import pytest
from django.db import IntegrityError, transaction

from requests_app.models import Introduction, PageFeedback, SiteText
from tests.factories import NOW


@pytest.mark.django_db
def test_words_stand_in_a_known_place():
    with pytest.raises(IntegrityError, match="site_text_place_known"), transaction.atomic():
        SiteText.objects.create(place="ergens", body="x", updated_at=NOW)


def test_rows_are_called_without_what_was_written():
    assert str(SiteText(place="privacy", body="geheim")) == "Privacyverklaring"
    assert str(PageFeedback(page="/privacy/", words="geheim")) == "melding over /privacy/"
    assert str(Introduction(organisation_name="CAW", words="geheim")) == "CAW"
