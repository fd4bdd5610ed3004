"""Sheets are reviewed as they were read, and proposed from an earlier text."""

from time import sleep

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from requests_app.errors import RuleViolation
from requests_app.models import ConsentSheet, ConsentText, Language
from requests_app.services import copy_sheet, review_sheet
from requests_app.services.sheets import next_version
from tests.factories import NOW, make_user
from tests.threads import together

pytestmark = pytest.mark.django_db


def sheet(code="dari", purpose="request"):
    return ConsentSheet.objects.get(language=code, text__purpose=purpose)


def test_review_notes_who_and_when():
    coach, draft = make_user(), sheet()

    review_sheet(draft.pk, seen=draft.fingerprint, by=coach, now=NOW)

    draft.refresh_from_db()
    assert (draft.reviewed_by, draft.reviewed_at) == (coach, NOW)
    assert draft.status == "nagekeken op 20/11/2026 door coach"


@pytest.mark.parametrize("name", ["title", "body", "words"])
def test_what_changed_since_it_was_read_is_not_reviewed(name):
    draft = sheet()
    seen = draft.fingerprint
    setattr(draft, name, "iets anders")
    draft.save()

    with pytest.raises(RuleViolation, match="intussen veranderd"):
        review_sheet(draft.pk, seen=seen, by=make_user(), now=NOW)

    draft.refresh_from_db()
    assert (draft.reviewed_at, draft.status) == (None, "vertaling na te kijken")


def test_new_text_starts_without_sheets_and_an_earlier_one_is_a_proposal():
    text = ConsentText.objects.create(version=2, text="Nieuwe tekst.")
    earlier = sheet()
    review_sheet(earlier.pk, seen=earlier.fingerprint, by=make_user(), now=NOW)
    assert not text.sheets.exists()

    proposed = copy_sheet(text, Language.objects.get(code="dari"))

    assert (proposed.title, proposed.body, proposed.words) == (
        earlier.title,
        earlier.body,
        earlier.words,
    )
    assert (proposed.text, proposed.reviewed_at, proposed.reviewed_by) == (text, None, None)


def test_dutch_sheet_is_proposed_too_and_is_to_be_reviewed():
    text = ConsentText.objects.create(version=2, text="Nieuwe tekst.")

    assert copy_sheet(text, None).status == "tekst na te kijken"


def test_proposal_leaves_what_is_there():
    text = ConsentText.objects.create(version=2, text="Nieuwe tekst.")
    dari = Language.objects.get(code="dari")
    mine = ConsentSheet.objects.create(text=text, language=dari, title="Van mij", body="Tekst")

    assert copy_sheet(text, dari) == mine
    mine.refresh_from_db()
    assert mine.title == "Van mij"


def test_nothing_to_propose_without_an_earlier_sheet():
    text = ConsentText.objects.get(purpose="request")

    with pytest.raises(RuleViolation, match="nog geen blad in deze taal"):
        copy_sheet(text, Language.objects.get(code="dari"))


def test_numbers_run_per_purpose():
    assert (next_version("request"), next_version("learning")) == (2, 2)
    ConsentText.objects.create(version=2, text="Nieuwe tekst.")
    assert (next_version("request"), next_version("learning")) == (3, 2)


def test_the_first_text_of_a_purpose_has_number_one(monkeypatch):
    monkeypatch.setattr(ConsentText.objects, "current", lambda _: ConsentText.objects.none())

    assert next_version("request") == 1


def written_together(monkeypatch):
    """How many of two texts that are written at one moment are stored."""

    def write(number):
        with transaction.atomic():
            version = next_version("request")
            sleep(0.1)
            return ConsentText.objects.create(version=version, text=f"Tekst {number}")

    results = together(2, write)
    return sum(isinstance(result, ConsentText) for result in results)


@pytest.mark.django_db(transaction=True)
def test_two_texts_at_one_moment_get_two_numbers(monkeypatch):
    assert written_together(monkeypatch) == 2
    assert sorted(ConsentText.objects.filter(purpose="request").values_list("version")) == [
        (1,),
        (2,),
        (3,),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_would_be_lost(monkeypatch):
    """The positive control: these threads do meet."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self.all())

    assert written_together(monkeypatch) == 1


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"language_id": "dari"}, "consent_sheet_once|text_id.*language_id"),
        ({"language_id": None}, "consent_sheet_dutch_once|text_id"),
        ({"language_id": "extra", "reviewed_at": NOW}, "consent_sheet_reviewed_by_someone"),
    ],
)
def test_a_wrong_sheet_is_refused(changes, constraint):
    Language.objects.create(code="extra", name="Extra", tag="fr")
    text = ConsentText.objects.get(purpose="request")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsentSheet.objects.create(text=text, title="Titel", body="Tekst", **changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"purpose": "request"}, "consent_text_version_once|purpose.*version"),
        ({"purpose": "reclame"}, "consent_text_purpose_known"),
    ],
)
def test_a_wrong_text_is_refused(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsentText.objects.create(version=1, text="Tekst", **changes)
