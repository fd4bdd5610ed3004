from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from privacy.management.commands import rotate_keys
from tests.privacy.notes import Note

ROTATED = "t3:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note_table")]


@pytest.fixture
def _only_notes(monkeypatch):
    monkeypatch.setattr(rotate_keys, "models_with_sealed_fields", lambda: [Note])
    monkeypatch.setattr(rotate_keys.elsewhere, "places", list)


def run(*options):
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("_only_notes")
def test_rotation_counts_and_may_be_repeated(settings):
    Note.objects.bulk_create([Note(text=f"geheim {number}") for number in range(3)])
    settings.FIELD_KEYS = f"{ROTATED},{settings.FIELD_KEYS}"
    done = "Everything is sealed with the first key; older keys may go."
    assert run("--batch-size=2") == ["privacy.Note: 3 sealed anew", done]
    assert run() == ["privacy.Note: 0 sealed anew", done]
    assert run("--check") == ["privacy.Note: 0 under an older key", done]


@pytest.mark.usefixtures("_only_notes")
def test_check_counts_changes_nothing_and_fails_while_an_old_key_is_needed(settings, stored):
    note = Note.objects.create(text="geheim")
    before = stored(note.pk, "text")
    settings.FIELD_KEYS = f"{ROTATED},{settings.FIELD_KEYS}"
    with pytest.raises(CommandError, match="1 rows still need an older key"):
        run("--check")
    assert stored(note.pk, "text") == before


def test_rotation_covers_the_installed_rooms():
    assert run()[-1] == "Everything is sealed with the first key; older keys may go."


def test_batches_hold_at_least_one_row():
    with pytest.raises(CommandError, match="at least 1"):
        run("--batch-size=0")
