"""Inserting with a statement composed once: the same rows as Django's own way."""

import pytest
from django.db import IntegrityError, connection, transaction

from requests_app.choices import State
from requests_app.models import ConsultRequest, InternalNote, Organisation, PreferredMoment
from requests_app.services.inserting import composed, insert, upsert
from tests.factories import at, make_organisation, make_request, make_user

pytestmark = pytest.mark.django_db


def twin_of(request: ConsultRequest) -> ConsultRequest:
    """Return an unsaved request that differs only in what must be unique."""
    values = {
        field.attname: getattr(request, field.attname)
        for field in ConsultRequest._meta.concrete_fields
        if field.attname not in {"id", "reference", "submission_token"}
    }
    return ConsultRequest(reference="CSO-2026-9999", **values)


def test_inserted_row_reads_back_as_it_was():
    request = make_request(question="Een vraag", tasks=["activity"])
    twin = twin_of(request)

    assert insert([twin]) == 1

    stored = ConsultRequest.objects.get(pk=twin.pk)
    for field in ConsultRequest._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(twin, field.attname), field.attname
    twin.state = State.IN_REVIEW
    twin.coach = request.coach
    assert twin._state.adding is False


def test_several_rows_go_in_one_statement(django_assert_num_queries):
    request = make_request()
    rows = [PreferredMoment(request=request, position=n, start=at(20 + n)) for n in (2, 3)]

    with django_assert_num_queries(1):
        assert insert(rows) == 2

    assert list(request.moments.values_list("position", "start").order_by("position"))[1:] == [
        (2, at(22)),
        (3, at(23)),
    ]


def test_row_that_is_there_is_left_out_only_when_asked():
    request = make_request()
    twin = twin_of(request)
    twin.submission_token = request.submission_token

    assert insert([twin], unless_there=True) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([twin])
    assert ConsultRequest.objects.count() == 1


def test_rows_of_several_models_go_in_together(django_assert_num_queries):
    request = make_request()
    request.notes.all().delete()
    author = make_user()
    moment = PreferredMoment(request=request, position=2, start=at(22))
    note = InternalNote(request=request, at=at(0), by=author, body="50 % zeker; 'ja'")

    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        composed([moment], [], [note]).run()

    assert request.moments.get(position=2).start == at(22)
    assert request.notes.get().body == "50 % zeker; 'ja'"
    assert (moment._state.adding, note._state.adding) == (False, False)


def test_one_refused_row_undoes_the_others():
    request = make_request()
    good = PreferredMoment(request=request, position=2, start=at(22))
    twin = twin_of(request)
    twin.submission_token = request.submission_token

    with pytest.raises(IntegrityError), transaction.atomic():
        composed([good], [twin]).run()

    assert request.moments.filter(position=2).exists() is False


def test_upsert_adds_a_row_once_and_changes_nothing_of_it(django_assert_num_queries):
    known = make_organisation("Huis van het Kind", city="Heverlee")
    twin = Organisation(name="HUIS", name_key=known.name_key, type_id="school", city="Gent")
    new = Organisation(name="Nieuw", name_key="nieuw", type_id="school")

    with django_assert_num_queries(2):
        numbers = [upsert(row, key="name_key") for row in (twin, new)]

    assert numbers[0] == known.pk
    assert Organisation.objects.get(pk=numbers[1]).name == "Nieuw"
    known.refresh_from_db()
    assert (known.name, known.city) == ("Huis van het Kind", "Heverlee")
