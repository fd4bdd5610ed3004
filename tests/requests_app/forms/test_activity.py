from datetime import date

import pytest

from requests_app.activity_rules import MAX_AUDIENCE
from requests_app.forms import ActivityForm, RequestForm
from requests_app.forms.request import CLIENT_FIELDS, CONSENT_FIELDS
from requests_app.models import Language
from requests_app.selectors import forget_reference
from tests.requests_app.activities import POSTED

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def asked(**changes):
    return ActivityForm({**POSTED, **changes}, today=TODAY)


def test_an_activity_asks_nothing_about_a_client():
    names = set(ActivityForm(today=TODAY).fields)

    assert names & {*CLIENT_FIELDS, *CONSENT_FIELDS, "tasks", "sensitive_points"} == set()
    assert names - set(RequestForm(today=TODAY).fields) == {
        "kind",
        "theme",
        "theme_note",
        "audience",
        "audience_size",
        "languages",
        "supporters_wanted",
    }


def test_it_is_never_at_home():
    kinds = [kind for kind, _ in ActivityForm(today=TODAY).fields["location_kind"].choices]

    assert kinds == ["organisation", "ocmw", "online"]
    form = asked(location_kind="home")
    assert form.errors == {"location_kind": ["Kies een plaats."]}


def test_languages_come_once_in_the_order_of_the_list():
    form = asked(languages=["tigrinya", "dari", "dari", "arabisch"])

    assert form.is_valid()
    assert form.cleaned_data["languages"] == ["arabisch", "dari", "tigrinya"]


def test_a_language_that_is_not_offered_is_refused():
    Language.objects.filter(code="dari").update(active=False)
    forget_reference()

    assert asked(languages=["dari"]).errors == {"languages": ["Kies een van de mogelijkheden."]}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"kind": ""}, {"kind": ["Kies wat je organiseert."]}),
        ({"theme": ""}, {"theme": ["Kies een thema."]}),
        ({"theme": "other"}, {"theme_note": ["Schrijf welk thema het is."]}),
        (
            {"theme": "other", "theme_note": "x" * 121},
            {
                "theme_note": [
                    "Dit is te lang: schrijf ten hoogste 120 tekens (nu zijn het er 121)."
                ]
            },
        ),
        (
            {"question": ""},
            {"question": ["Schrijf kort wat je wil doen en wat je van de CSO verwacht."]},
        ),
        ({"audience": " "}, {"audience": ["Schrijf voor wie het is."]}),
        ({"audience_size": ""}, {"audience_size": ["Schrijf hoeveel mensen je verwacht."]}),
        ({"audience_size": "veel"}, {"audience_size": ["Schrijf een getal, bijvoorbeeld 25."]}),
        (
            {"audience_size": "0"},
            {"audience_size": [f"Schrijf een aantal van 1 tot {MAX_AUDIENCE}."]},
        ),
        ({"audience_size": "9" * 5000}, {"audience_size": ["Schrijf een getal, bijvoorbeeld 25."]}),
        ({"languages": []}, {"languages": ["Kies minstens één taal."]}),
        ({"languages": ["klingon"]}, {"languages": ["Kies een van de mogelijkheden."]}),
        ({"supporters_wanted": "7"}, {"supporters_wanted": ["Kies een aantal."]}),
        ({"supporters_wanted": ""}, {"supporters_wanted": ["Kies een aantal."]}),
        ({"date_1": "2026-11-26"}, {"date_1": ["Kies een datum vanaf vrijdag 27 november 2026."]}),
        ({"location_address": ""}, ["location_address"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(changes, errors):
    form = asked(**changes)

    assert not form.is_valid()
    assert (list(form.errors) if isinstance(errors, list) else form.errors) == errors


def test_a_note_on_the_theme_counts_only_for_another_theme():
    form = asked(theme_note="sport")

    assert form.is_valid()
    assert "theme_note" not in form.cleaned_data


def test_a_draft_keeps_no_free_words_about_the_activity():
    kept = ActivityForm(today=TODAY).draft_fields.split()

    assert set(kept) & {"question", "audience", "theme_note", "online_details"} == set()
    assert set(kept) <= set(ActivityForm(today=TODAY).fields)
