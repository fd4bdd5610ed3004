import copy
import pickle
import uuid

import pytest
from django.apps import apps
from django.core import checks, serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import models, transaction
from django.db.models import F, Value
from django.forms import Textarea, TextInput, modelform_factory

from privacy.errors import KeyMissing, NotSealable, SealBroken
from privacy.fields import EncryptedTextField, Sealed, sealed_fields
from tests.privacy.notes import Note, NoteProxy, registry

SECRET = "Amina Yusuf, geboren in Herat"
OTHER_KEY = "t9:CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note_table")]


def test_save_seals_and_reading_opens(stored):
    note = Note.objects.create(text=SECRET)
    assert stored(note.pk, "text").startswith("v1:t2:")
    assert Note.objects.get(pk=note.pk).text == SECRET


def test_empty_stays_empty(stored):
    note = Note.objects.create(text="")
    assert stored(note.pk, "text") == ""
    assert Note.objects.get(text="", pk=note.pk).text == ""


def test_value_opens_only_in_its_own_row_and_field():
    one, other = Note.objects.create(text=SECRET), Note.objects.create(text="anders")
    token = Note.objects.values_list("text", flat=True).get(pk=one.pk)
    Note.objects.filter(pk=other.pk).update(text=token)
    Note.objects.filter(pk=one.pk).update(name=token)
    for pk, name in [(other.pk, "text"), (one.pk, "name")]:
        with pytest.raises(SealBroken) as caught:
            getattr(Note.objects.get(pk=pk), name)
        assert SECRET not in str(caught.value)


def test_lists_stay_sealed_and_show_nothing():
    note = Note.objects.create(text=SECRET)
    row = Note.objects.values("text").get(pk=note.pk)
    assert (str(row["text"]), repr(row)) == ("●●", "{'text': ●●}")
    with pytest.raises(NotSealable):
        row["text"].open()


def test_loading_does_not_open(settings):
    note = Note.objects.create(text=SECRET, title="a")
    settings.FIELD_KEYS = OTHER_KEY
    loaded = Note.objects.get(pk=note.pk)
    assert loaded.title == "a"
    with pytest.raises(KeyMissing):
        _ = loaded.text


def test_unchanged_value_is_written_back_as_it_was(stored):
    note = Note.objects.create(text=SECRET)
    before = stored(note.pk, "text")
    loaded = Note.objects.get(pk=note.pk)
    assert loaded.text == SECRET
    loaded.title = "gewijzigd"
    loaded.save()
    assert stored(note.pk, "text") == before
    assert stored(note.pk, "title") == "gewijzigd"


def test_unreadable_value_survives_a_save_of_the_rest(settings):
    note = Note.objects.create(text=SECRET)
    keys, settings.FIELD_KEYS = settings.FIELD_KEYS, OTHER_KEY
    loaded = Note.objects.get(pk=note.pk)
    loaded.title = "gewijzigd"
    loaded.save()
    settings.FIELD_KEYS = keys
    loaded = Note.objects.get(pk=note.pk)
    assert (loaded.title, loaded.text) == ("gewijzigd", SECRET)


def test_update_fields_writes_only_those(stored):
    note = Note.objects.create(text=SECRET, name="A")
    before = stored(note.pk, "name")
    note.text, note.name = "nieuw", "B"
    note.save(update_fields=["text"])
    assert Note.objects.get(pk=note.pk).text == "nieuw"
    assert stored(note.pk, "name") == before


def test_bulk_create_seals_each_row():
    notes = Note.objects.bulk_create([Note(text=f"{SECRET} {n}") for n in range(3)])
    found = {note.pk: note.text for note in Note.objects.filter(pk__in=[n.pk for n in notes])}
    assert found == {note.pk: f"{SECRET} {n}" for n, note in enumerate(notes)}


def test_refresh_and_deferred_fields_open():
    pk = Note.objects.create(text=SECRET, name="A").pk
    assert Note.objects.defer("text").get(pk=pk).text == SECRET
    note = Note.objects.only("title").get(pk=pk)
    assert note.name == "A"
    Note.objects.get(pk=pk)
    fresh = Note.objects.get(pk=pk)
    fresh.text = "ander"
    fresh.refresh_from_db()
    assert fresh.text == SECRET
    fresh.text = "ander"
    fresh.refresh_from_db(fields=["text"])
    assert fresh.text == SECRET


@pytest.fixture
def note_known(monkeypatch):
    """Copying and pickling look the model up by its name."""
    monkeypatch.setitem(apps.all_models["privacy"], "note", Note)


@pytest.mark.usefixtures("note_known")
def test_copy_under_a_new_key_is_sealed_anew(stored):
    note = Note.objects.get(pk=Note.objects.create(text=SECRET).pk)
    twin = copy.copy(note)
    twin.pk, twin._state = uuid.uuid4(), copy.copy(note._state)
    twin._state.adding = True
    twin.save()
    assert stored(twin.pk, "text") != stored(note.pk, "text")
    assert Note.objects.get(pk=twin.pk).text == SECRET


def test_proxy_opens_as_the_model_does():
    pk = Note.objects.create(text=SECRET).pk
    assert NoteProxy.objects.get(pk=pk).text == SECRET
    twin = NoteProxy.objects.get(pk=pk)
    twin.pk = uuid.uuid4()
    twin.save(force_insert=True)
    assert Note.objects.get(pk=twin.pk).text == SECRET


@pytest.mark.usefixtures("note_known")
def test_pickled_object_holds_no_open_value():
    unsaved = pickle.loads(pickle.dumps(Note(text=SECRET)))  # noqa: S301 - our own bytes
    assert unsaved.text == SECRET
    unsaved.save()
    frozen = pickle.dumps(Note.objects.get(pk=unsaved.pk))
    assert SECRET.encode() not in frozen
    assert pickle.loads(frozen).text == SECRET  # noqa: S301 - our own bytes


def test_sealing_without_a_primary_key_is_refused():
    with pytest.raises(NotSealable, match="needs the primary key before saving"):
        Note._meta.get_field("text").pre_save(Note(pk=None, text=SECRET), add=True)


@pytest.mark.parametrize(
    "write",
    [
        lambda pk: Note.objects.filter(pk=pk).update(text=SECRET),
        lambda pk: Note.objects.filter(pk=pk).update(text=Value(SECRET)),
        lambda pk: Note.objects.filter(pk=pk).update(text=F("title")),
        lambda pk: Note.objects.bulk_update([Note(pk=pk, text=SECRET)], ["text"]),
    ],
)
def test_plain_text_cannot_slip_past_the_seal(write, stored):
    note = Note.objects.create(text="oud", title="open")
    before = stored(note.pk, "text")
    with pytest.raises(NotSealable) as caught, transaction.atomic():
        write(note.pk)
    assert SECRET not in str(caught.value)
    assert stored(note.pk, "text") == before


def test_update_to_empty_erases(stored):
    note = Note.objects.create(text=SECRET)
    Note.objects.filter(pk=note.pk).update(text="")
    assert stored(note.pk, "text") == ""


@pytest.mark.parametrize("lookup", ["text__contains", "text__in", "text__startswith", "text__gt"])
def test_searching_in_sealed_text_is_refused(lookup):
    with pytest.raises(FieldError):
        Note.objects.filter(**{lookup: "x"})


def test_searching_for_a_sealed_text_is_refused():
    with pytest.raises(NotSealable):
        Note.objects.filter(text=SECRET).exists()


def test_filter_on_null_and_empty_work():
    Note.objects.create(text="")
    Note.objects.create(text=SECRET)
    assert Note.objects.filter(text="").count() == 1
    assert Note.objects.exclude(text="").count() == 1
    assert Note.objects.filter(text__isnull=True).count() == 0


def test_length_is_checked_on_the_open_text():
    Note(text="a" * 500).full_clean()
    with pytest.raises(ValidationError) as caught:
        Note(text="a" * 501, name="b" * 81).full_clean()
    assert set(caught.value.message_dict) == {"text", "name"}


def test_form_fields_fit_the_length_and_save():
    form_class = modelform_factory(Note, fields=["text", "name"])
    form = form_class({"text": SECRET, "name": "A"})
    assert [type(field.widget) for field in form.fields.values()] == [Textarea, TextInput]
    assert form.fields["name"].max_length == 80
    pk = form.save().pk
    assert Note.objects.get(pk=pk).text == SECRET
    assert form_class(instance=Note.objects.get(pk=pk)).initial == {"text": SECRET, "name": "A"}


def test_what_looks_sealed_in_a_form_is_only_text():
    token = "v1:t2:AAAA"
    form = modelform_factory(Note, fields=["text"])({"text": token})
    assert Note.objects.get(pk=form.save().pk).text == token


def test_dump_holds_no_open_value():
    note = Note.objects.create(text=SECRET)
    for subject in (note, Note.objects.get(pk=note.pk)):
        dumped = serializers.serialize("json", [subject])
        assert SECRET not in dumped
        assert "v1:t2:" in dumped


def test_field_deconstructs_to_itself():
    name, path, args, kwargs = Note._meta.get_field("text").deconstruct()
    assert (name, path, args) == ("text", "privacy.fields.EncryptedTextField", [])
    assert kwargs == {"max_length": 500, "default": "", "blank": True}


def test_check_wants_a_key_known_before_saving_and_no_index():
    class Numbered(models.Model):  # noqa: DJ008 - never shown
        text = EncryptedTextField()

        class Meta:
            app_label = "privacy"
            apps = registry

    class Indexed(models.Model):  # noqa: DJ008 - never shown
        id = models.UUIDField(primary_key=True)
        text = EncryptedTextField(db_index=True)

        class Meta:
            app_label = "privacy"
            apps = registry

    def found(model: type[models.Model]) -> list[str]:
        return [message.id for message in model._meta.get_field("text").check()]

    assert found(Numbered) == ["privacy.E003"]
    assert found(Indexed) == ["privacy.E002"]
    assert found(Note) == []
    assert Numbered._meta.get_field("text").check()[0].level == checks.ERROR


def test_sealed_fields_are_found():
    assert [field.name for field in sealed_fields(Note)] == ["text", "name"]
    assert Sealed("v1:x:y") == Sealed("v1:x:y")
