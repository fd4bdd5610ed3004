"""What the small forms for strangers keep: only columns, cleaned, and no personal link."""

import pytest

from requests_app.forms.voices import FeedbackForm, IntroductionForm

pytestmark = pytest.mark.django_db


def test_introduction_keeps_its_columns_and_not_the_guard():
    form = IntroductionForm(
        {
            "organisation_name": "CAW\u202e Nergens",
            "organisation_type_id": "caw",
            "name": "Fatma",
            "email": "fatma@caw.voorbeeld.be",
            "phone": "016 12 34 56",
        }
    )
    form.is_valid()

    assert form.kept() == {
        "organisation_name": "CAW Nergens",
        "organisation_type_id": "caw",
        "name": "Fatma",
        "function": "",
        "email": "fatma@caw.voorbeeld.be",
        "phone": "016 12 34 56",
        "words": "",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("de startpagina", "de startpagina"),
        ("http://testserver/aanvraag/geheim/", "/aanvraag/"),
        ("zie /aanvraag/geheim/moment/?x=1 en/of /privacy/", "zie /aanvraag/  /privacy/"),
    ],
)
def test_addresses_are_reduced_to_the_page(typed, kept):
    form = FeedbackForm({"page": typed, "words": "x"})
    form.is_valid()

    assert form.cleaned_data["page"] == kept
