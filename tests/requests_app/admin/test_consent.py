"""Texts of agreement and sheets in the staff site: who may what, the marks, and a look beforehand."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from time_machine import travel

from requests_app.models import ConsentSheet, ConsentText, Language
from requests_app.selectors import catalogue
from tests.factories import NOW, make_user
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db


def address(model, page="changelist", *args):
    return reverse(f"admin:requests_app_{model}_{page}", args=args)


@pytest.fixture
def coach(client):
    """A coach's browser."""
    client.force_login(make_user())
    return client


@pytest.fixture
def coordinator(client):
    """The coordinator's browser."""
    client.force_login(make_user("An", group="coördinator"))
    return client


@pytest.fixture(autouse=True)
def _friday():
    with travel(NOW, tick=False):
        yield


def text(purpose="request"):
    return ConsentText.objects.get(purpose=purpose, version=1)


def sheet(code="dari", purpose="request"):
    return ConsentSheet.objects.get(language=code, text__purpose=purpose)


def filled(draft, **changes):
    return {"title": draft.title, "body": draft.body, "words": draft.words, **changes}


def marks(draft):
    draft.refresh_from_db()
    return draft.reviewed_at, draft.reviewed_by


# --- Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["request", "learning"])
def test_new_text_starts_from_the_one_in_use_and_gets_the_next_number(coordinator, purpose):
    add = address("consenttext", "add")
    assert (catalogue().consent_text, catalogue().learning_text) == (text(), text("learning"))

    blank = coordinator.get(add, {"purpose": purpose})
    coordinator.post(add, {"purpose": purpose, "text": "Tweede tekst.", "version": "9"})

    form = blank.context["adminform"].form
    assert (form["purpose"].value(), form["text"].value()) == (purpose, text(purpose).text)
    kept = ConsentText.objects.filter(purpose=purpose).order_by("version")
    assert list(kept.values_list("version", "text")) == [
        (1, text(purpose).text),
        (2, "Tweede tekst."),
    ]
    versions = [catalogue().consent_text.version, catalogue().learning_text.version]
    assert versions == ([2, 1] if purpose == "request" else [1, 2])


def test_unknown_purpose_starts_a_text_of_the_request(coordinator):
    blank = coordinator.get(address("consenttext", "add"), {"purpose": "reclame"})

    assert blank.context["adminform"].form["purpose"].value() == "request"


def test_text_is_not_changed_nor_removed(coordinator):
    change = address("consenttext", "change", text().pk)
    before = list(ConsentText.objects.order_by("pk").values())

    assert coordinator.get(change).status_code == 200
    assert coordinator.post(change, {"purpose": "request", "text": "x"}).status_code == 403
    assert coordinator.get(address("consenttext", "delete", text().pk)).status_code == 403
    assert list(ConsentText.objects.order_by("pk").values()) == before


def test_coach_reads_texts_and_adds_none(coach):
    assert coach.get(address("consenttext")).status_code == 200
    assert coach.get(address("consenttext", "change", text().pk)).status_code == 200
    assert coach.get(address("consenttext", "add")).status_code == 403


@pytest.mark.parametrize(
    ("purpose", "other"), [("request", "learning"), ("learning", "request"), ("x", "learning")]
)
def test_preview_is_the_part_of_the_form_with_the_typed_words(coordinator, purpose, other):
    typed = {"purpose": purpose, "text": "Eerste alinea.\n\nTweede <b>alinea</b>."}

    page = coordinator.post(address("consenttext", "preview"), typed)

    html, words = text_of(page), words_of(page)
    assert "<p>Eerste alinea.</p>" in html
    assert "Tweede &lt;b&gt;alinea&lt;/b&gt;." in html
    assert text(other).text in words
    assert "Ja, de cliënt gaf uitdrukkelijk akkoord met deze tekst." in words
    assert "Er is niets bewaard." in words
    assert ConsentText.objects.count() == 2


def test_preview_is_asked_for_from_both_pages_and_only_with_a_post(coordinator):
    preview = address("consenttext", "preview")

    for page in ("add", "change"):
        arguments = [text().pk] if page == "change" else []
        assert preview in text_of(coordinator.get(address("consenttext", page, *arguments)))
    assert coordinator.get(preview).status_code == 405


# --- Sheets ---------------------------------------------------------------------------------------


def test_list_shows_loudly_what_is_to_be_checked_and_what_is_missing(coach):
    ConsentText.objects.create(version=2, text="Nieuwe tekst.")

    words = words_of(coach.get(address("consentsheet")))

    assert "Taal Deze aanvraag, versie 2 Anoniem leren uit het gesprek, versie 1" in words
    assert "Dari ontbreekt Kopieer als voorstel : Dari, Deze aanvraag, versie 2" in words
    assert "vertaling na te kijken niet op de site" in words
    assert "Nederlands ontbreekt Kopieer als voorstel" in words


def test_list_offers_to_write_what_was_never_there(coach):
    Language.objects.create(code="extra", name="Extra", tag="fr", position=99)

    page = coach.get(address("consentsheet"))

    link = f"{address('consentsheet', 'add')}?text={text().pk}&amp;language=extra"
    assert link in text_of(page)
    blank = coach.get(link.replace("&amp;", "&"))
    form = blank.context["adminform"].form
    assert (form["text"].value(), form["language"].value()) == (str(text().pk), "extra")


def test_translation_is_edited_in_its_own_direction_with_the_dutch_words_beside_it(coach):
    page = coach.get(address("consentsheet", "change", sheet().pk))

    html, words = text_of(page), words_of(page)
    assert len(re.findall(r'<(?:input|textarea)[^>]* lang="prs" dir="rtl"', html)) == 3
    assert "Vertaling na te kijken" in words
    assert "Op de site staat intussen het Nederlandse blad." in words
    assert "Het Nederlandse blad, om te vergelijken" in words
    assert "Je hulpverlener wil voor jou een gesprek vragen" in words


def test_review_marks_who_and_when_and_puts_it_on_the_site(coach):
    draft = sheet()
    page = coach.get(address("consentsheet", "change", draft.pk))
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', text_of(page))

    answer = coach.post(address("consentsheet", "review", draft.pk), {"seen": seen}, follow=True)

    assert marks(draft) == (NOW, make_user())
    assert "Nagekeken op 20/11/2026 door coach" in words_of(answer)
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.user) == ("Dari (Deze aanvraag, versie 1)", make_user())
    assert draft.title in words_of(coach.get(reverse("consent_sheet", args=["dari"])))


def test_what_a_colleague_changed_meanwhile_is_not_reviewed(coach):
    draft = sheet()
    seen = draft.fingerprint
    ConsentSheet.objects.filter(pk=draft.pk).update(body="Iets anders.")

    answer = coach.post(address("consentsheet", "review", draft.pk), {"seen": seen}, follow=True)

    assert marks(draft) == (None, None)
    assert "Het blad is intussen veranderd." in words_of(answer)
    assert not LogEntry.objects.exists()


def test_change_after_the_review_takes_the_mark_away(coach):
    draft = sheet()
    ConsentSheet.objects.filter(pk=draft.pk).update(reviewed_at=NOW, reviewed_by=make_user())
    change = address("consentsheet", "change", draft.pk)

    coach.post(change, filled(draft))
    untouched = marks(draft)
    answer = coach.post(change, filled(draft, title="Andere titel"), follow=True)

    assert untouched == (NOW, make_user())
    assert (marks(draft), draft.title) == ((None, None), "Andere titel")
    assert "kijk het blad opnieuw na" in words_of(answer)
    assert "Andere titel" not in words_of(coach.get(reverse("consent_sheet", args=["dari"])))


def test_change_of_the_dutch_sheet_reminds_of_the_translations(coach):
    dutch = ConsentSheet.objects.get(language=None, text=text())

    answer = coach.post(
        address("consentsheet", "change", dutch.pk), filled(dutch, body="Kort."), follow=True
    )

    assert "Kijk ook of de vertalingen nog hetzelfde zeggen." in words_of(answer)
    assert "alleen de tekst van het akkoord" in words_of(answer)
    assert marks(dutch) == (None, None)


def test_sheet_keeps_its_text_and_language(coach):
    draft = sheet()

    coach.post(
        address("consentsheet", "change", draft.pk),
        filled(draft, language="somali", text=text("learning").pk),
    )

    draft.refresh_from_db()
    assert (draft.language_id, draft.text) == ("dari", text())


def test_new_sheet_is_to_be_reviewed(coach):
    Language.objects.create(code="extra", name="Extra", tag="fr")
    fields = {"text": text().pk, "language": "extra", "title": "Titel", "body": "- a", "words": ""}

    coach.post(address("consentsheet", "add"), fields)

    assert marks(sheet("extra")) == (None, None)


def test_missing_sheet_is_proposed_from_the_earlier_one(coach):
    new = ConsentText.objects.create(version=2, text="Nieuwe tekst.")

    answer = coach.post(address("consentsheet", "copy"), {"text": new.pk, "language": "dari"})
    dutch = coach.post(address("consentsheet", "copy"), {"text": new.pk, "language": ""})

    proposed = ConsentSheet.objects.get(text=new, language="dari")
    assert answer["Location"] == address("consentsheet", "change", proposed.pk)
    assert (proposed.body, proposed.reviewed_at) == (
        ConsentSheet.objects.get(text=text(), language="dari").body,
        None,
    )
    assert dutch.status_code == 302
    assert ConsentSheet.objects.get(text=new, language=None).reviewed_at is None


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ({"text": "1", "language": "dari"}, 302),
        ({"text": "x", "language": "dari"}, 404),
        ({"text": "999", "language": "dari"}, 404),
        ({"text": "1", "language": "klingon"}, 404),
        ({}, 404),
    ],
)
def test_nothing_is_proposed_where_nothing_can_be(coach, posted, status):
    if posted.get("text") == "1":
        posted = {**posted, "text": text().pk}
    before = ConsentSheet.objects.count()

    answer = coach.post(address("consentsheet", "copy"), posted, follow=status == 302)

    assert ConsentSheet.objects.count() == before
    if status == 302:
        assert "nog geen blad in deze taal" in words_of(answer)
    else:
        assert answer.status_code == 404


def test_preview_shows_the_stored_sheet_with_its_mark(coach):
    draft = sheet()

    page = coach.get(address("consentsheet", "preview", draft.pk))

    words = words_of(page)
    assert draft.title in words
    assert sheet(purpose="learning").title in words
    assert "Vertaling na te kijken. Geef dit nog niet aan een cliënt." in words
    assert 'lang="prs" dir="rtl"' in text_of(page)


@pytest.mark.parametrize("purpose", ["request", "learning"])
def test_preview_shows_what_was_typed_and_stores_nothing(coach, purpose):
    draft = sheet(purpose=purpose)

    page = coach.post(
        address("consentsheet", "preview", draft.pk), filled(draft, title="Getypte titel")
    )

    draft.refresh_from_db()
    assert "Getypte titel" in words_of(page)
    assert draft.title != "Getypte titel"


def test_preview_of_a_reviewed_sheet_has_no_warning(coach):
    draft = sheet()
    ConsentSheet.objects.filter(pk=draft.pk).update(reviewed_at=NOW, reviewed_by=make_user())

    words = words_of(coach.get(address("consentsheet", "preview", draft.pk)))

    assert "na te kijken" not in words


def test_preview_without_any_text_about_learning(coach, monkeypatch):
    monkeypatch.setattr(ConsentText.objects, "current", lambda _: ConsentText.objects.none())

    assert "leren" not in words_of(coach.get(address("consentsheet", "preview", sheet().pk)))


@pytest.mark.parametrize("words", ["een\ntwee", "1\n2\n3\n4\n5\n6\n7\n8"])
def test_words_are_seven_lines(coach, words):
    draft = sheet()

    page = coach.post(address("consentsheet", "change", draft.pk), filled(draft, words=words))

    assert "Schrijf 7 regels, één per woord." in words_of(page)


@pytest.mark.parametrize("role", ["finance", "nobody"])
def test_others_see_and_do_nothing(client, role):
    client.force_login(make_user(role, group=role))
    draft = sheet()
    pages = [
        address("consentsheet"),
        address("consentsheet", "change", draft.pk),
        address("consentsheet", "preview", draft.pk),
    ]
    posts = [
        (address("consentsheet", "review", draft.pk), {"seen": draft.fingerprint}),
        (address("consentsheet", "copy"), {"text": text().pk, "language": "dari"}),
        (address("consenttext", "preview"), {"purpose": "request", "text": "x"}),
    ]

    assert {client.get(page).status_code for page in pages} == {403}
    assert {client.post(page, posted).status_code for page, posted in posts} == {403}
    assert marks(draft) == (None, None)


@pytest.mark.parametrize("page", ["review", "copy"])
def test_looking_marks_nothing(coach, page):
    arguments = [sheet().pk] if page == "review" else []

    assert coach.get(address("consentsheet", page, *arguments)).status_code == 405
    assert coach.post(address("consentsheet", "review", 0), {"seen": "x"}).status_code == 404
    assert coach.get(address("consentsheet", "delete", sheet().pk)).status_code == 403
