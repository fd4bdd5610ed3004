import pytest

from requests_app.models import Language
from requests_app.selectors import forget_reference
from requests_app.selectors.activities import activity_of, activity_rows, language_names
from requests_app.templatetags.activities import rows_of_activity
from tests import factories

pytestmark = pytest.mark.django_db


def test_languages_by_name_and_one_that_left_the_list_by_its_code():
    Language.objects.filter(code="kurmanji").update(active=False)
    forget_reference()

    assert language_names(["dari", "kurmanji"]) == ["Dari", "Kurmanji"]


def test_an_activity_in_rows():
    activity = factories.make_activity().activity

    assert activity_rows(activity) == [
        ("Wat", "Infosessie"),
        ("Thema", "Gezondheid"),
        ("Voor wie", "ouders van de eerste graad"),
        ("Aantal mensen", "25"),
        ("Talen", "Dari, Somali"),
        ("Aantal CSO's gewenst", "2"),
    ]
    assert activity.in_words == "infosessie, thema gezondheid"


def test_what_somebody_typed_stays_out_where_it_must():
    activity = factories.make_activity().activity
    activity.theme, activity.theme_note = "other", "sport en spel"

    assert dict(activity_rows(activity))["Thema"] == "Een ander thema: sport en spel"
    short = dict(activity_rows(activity, typed=False))
    assert short["Thema"] == "Een ander thema"
    assert "Voor wie" not in short
    assert activity.in_words == "infosessie"


def test_a_talk_is_no_activity():
    request = factories.make_request()

    assert activity_of(request) is None
    assert rows_of_activity(request) == []
    assert rows_of_activity(factories.make_activity())[0] == ("Wat", "Infosessie")
