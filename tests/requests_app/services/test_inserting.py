"""Inserting with a statement composed once: the same rows as Django's own way."""

import pytest
from django.db import IntegrityError, transaction

from requests_app.choices import State
from requests_app.models import ConsultRequest, PreferredMoment
from requests_app.services.inserting import insert
from tests.factories import at, make_request

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
