from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connections, transaction
from django.db.models import QuerySet

from privacy.models import AccessLogHead, ClientDataAccess, Erasure
from privacy.retention import Policy
from privacy.selectors import check_access_log, under_old_key
from privacy.services import apply_policies, apply_policy, record_access, record_erasure, reseal
from tests.privacy.notes import Note
from tests.threads import together, wait_for_blocked_session

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def read_client(user, *, record_id="7"):
    return record_access(
        by=user,
        record_type="requests_app.ClientDetails",
        record_id=record_id,
        fields="client",
        purpose="aanvraag plannen",
        route="admin:request_change",
        now=NOW,
    )


@pytest.fixture
def coach(db):
    return User.objects.create_user("coach")


@pytest.fixture
def without_locks(monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)


@pytest.mark.django_db
def test_access_is_written_with_every_fact_and_no_more(coach):
    access = ClientDataAccess.objects.get(pk=read_client(coach).pk)
    assert (access.who, access.at, access.record_type, access.record_id, access.fields) == (
        coach,
        NOW,
        "requests_app.ClientDetails",
        "7",
        "client",
    )
    assert (access.purpose, access.route) == ("aanvraag plannen", "admin:request_change")
    assert str(access) == f"Inzage {access.pk}"


@pytest.mark.django_db
def test_accesses_form_one_chain(coach):
    rows = [read_client(coach, record_id=str(number)) for number in range(3)]
    assert [row.previous_hash for row in rows] == ["0" * 64, rows[0].hash, rows[1].hash]
    head = AccessLogHead.objects.get()
    assert (head.length, head.last_hash, str(head)) == (3, rows[2].hash, "3 inzagen")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"purpose": "niets"}, {"at": NOW.replace(year=2025)}])
def test_access_cannot_be_changed_or_deleted(coach, change):
    access = read_client(coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientDataAccess.objects.filter(pk=access.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientDataAccess.objects.all().delete()
    assert ClientDataAccess.objects.get().purpose == "aanvraag plannen"


@pytest.mark.django_db(transaction=True)
def test_accesses_at_one_moment_form_one_chain(coach):
    assert not [r for r in together(12, lambda _: read_client(coach)) if isinstance(r, Exception)]
    report = check_access_log()
    assert (report.is_whole, report.length) == (True, 12)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("without_locks")
def test_accesses_at_one_moment_collide_without_the_lock(coach):
    read_client(coach)
    results = together(12, lambda _: read_client(coach))
    assert [result for result in results if isinstance(result, IntegrityError)]


@pytest.mark.django_db
def test_erasure_leaves_only_a_tombstone():
    erasure = record_erasure(
        record_type="requests_app.ClientDetails",
        record_id="7",
        reason="withdrawn",
        actor="requester",
        now=NOW,
    )
    row = Erasure.objects.values_list("record_type", "record_id", "reason", "actor", "at").get()
    assert row == ("requests_app.ClientDetails", "7", "withdrawn", "requester", NOW)
    assert str(erasure) == f"Wissing {erasure.pk}"
    with pytest.raises(IntegrityError), transaction.atomic():
        erasure.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("unknown", [{"reason": "zomaar"}, {"actor": "Jan Janssens"}])
def test_erasure_takes_known_words_only(unknown):
    facts = {"record_type": "a", "record_id": "1", "reason": "withdrawn", "actor": "system"}
    with pytest.raises(IntegrityError), transaction.atomic():
        record_erasure(**{**facts, **unknown}, now=NOW)


# --- Retention, tried on groups: those named "oud" are due ---


def policy(erase=lambda group, now: group.delete()):
    return Policy(
        name="trial",
        description="proef",
        due=lambda now: Group.objects.filter(name__startswith="oud"),
        erase=erase,
    )


@pytest.mark.django_db
def test_policy_erases_what_is_due_once():
    Group.objects.bulk_create([Group(name=name) for name in ("oud 1", "oud 2", "nieuw")])
    assert [apply_policy(policy(), now=NOW) for _ in range(2)] == [2, 0]
    assert list(Group.objects.filter(name__in=["oud 1", "oud 2", "nieuw"])) == [
        Group.objects.get(name="nieuw")
    ]


@pytest.mark.django_db
def test_policy_leaves_alone_what_is_no_longer_due():
    Group.objects.bulk_create([Group(name=name) for name in ("oud 1", "oud 2")])
    erased = []

    def erase(group, now):
        erased.append((group.name, now))
        Group.objects.filter(name__startswith="oud").update(name="gered")
        group.delete()

    Group.objects.filter(name="oud 2").delete()
    Group.objects.create(name="oud 3")
    Group.objects.filter(name="oud 3").update(name="later")
    assert apply_policy(policy(erase), now=NOW) == 1
    assert erased == [("oud 1", NOW)]


@pytest.mark.django_db
def test_policy_asks_again_before_each_object():
    Group.objects.bulk_create([Group(name=name) for name in ("oud 1", "oud 2")])

    def erase(group, now):
        group.delete()
        for other in Group.objects.filter(name__startswith="oud"):
            other.name = f"gered {other.pk}"
            other.save()

    assert apply_policy(policy(erase), now=NOW) == 1
    assert Group.objects.filter(name__startswith="gered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_erase_nothing_twice():
    Group.objects.bulk_create([Group(name=f"oud {number}") for number in range(20)])
    erased = []

    def erase(group, now):
        erased.append(group.pk)
        group.delete()

    counts = together(2, lambda _: apply_policy(policy(erase), now=NOW))
    assert sum(counts) == len(erased) == len(set(erased)) == 20


@pytest.mark.django_db
def test_every_registered_policy_is_applied(trial_policy):
    Group.objects.create(name="oud")
    assert apply_policies(now=NOW)[trial_policy.name] == 1


# --- Rotation ---

ROTATED = "t3:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="


@pytest.mark.django_db
@pytest.mark.usefixtures("note_table")
def test_reseal_puts_every_value_under_the_first_key(settings, stored):
    notes = [Note.objects.create(text=f"geheim {number}", title="t") for number in range(5)]
    Note.objects.create(text="")
    settings.FIELD_KEYS = f"{ROTATED},{settings.FIELD_KEYS}"
    fresh = Note.objects.create(text="al nieuw", name="al nieuw")
    before = stored(fresh.pk, "text")
    assert under_old_key(Note).count() == 5
    assert [reseal(Note, batch_size=2), reseal(Note, batch_size=2)] == [5, 0]
    assert under_old_key(Note).count() == 0
    assert stored(fresh.pk, "text") == before
    settings.FIELD_KEYS = ROTATED
    assert {note.text for note in Note.objects.filter(title="t")} == {
        f"geheim {number}" for number in range(len(notes))
    }


def rotate_while_someone_writes(settings):
    """Someone changes a row and commits just after rotation came to that row."""
    note = Note.objects.create(text="oud")
    settings.FIELD_KEYS = f"{ROTATED},{settings.FIELD_KEYS}"
    keys_before = settings.FIELD_KEYS.partition(",")[2]

    def rotate():
        try:
            return reseal(Note)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            settings.FIELD_KEYS = keys_before
            Note.objects.filter(pk=note.pk).update(title="bezig")
            note.text = "nieuw"
            note.save()
            settings.FIELD_KEYS = f"{ROTATED},{keys_before}"
            rotation = pool.submit(rotate)
            wait_for_blocked_session()
        rotation.result(timeout=20)
    text = Note.objects.get(pk=note.pk).text
    Note.objects.all().delete()
    return text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("note_table")
def test_reseal_does_not_undo_a_change_made_meanwhile(settings):
    assert rotate_while_someone_writes(settings) == "nieuw"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("note_table", "without_locks")
def test_reseal_without_the_lock_would_undo_it(settings):
    assert rotate_while_someone_writes(settings) == "oud"
