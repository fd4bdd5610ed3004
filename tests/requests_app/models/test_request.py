import pytest
from django.db import IntegrityError, connection, transaction

from requests_app.models import ConsultRequest
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column",
    [
        "language_note",
        "question",
        "sensitive_points",
        "wished_supporter",
        "avoided_supporter",
        "location_address",
        "location_directions",
    ],
)
def test_free_text_about_the_client_lies_sealed(column):
    request = factories.make_request(**{column: "Kanarie uit Kabul"})

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM requests_app_consultrequest")
        (stored,) = cursor.fetchone()
    assert stored.startswith("v1:")
    assert "Kabul" not in stored
    assert getattr(ConsultRequest.objects.get(pk=request.pk), column) == "Kanarie uit Kabul"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"supporter_gender": "q"}, "request_wishes_known"),
        ({"series_rhythm": "daily"}, "request_wishes_known"),
        ({"series_count": 0}, "request_series_in_range"),
        ({"series_count": 11}, "request_series_in_range"),
    ],
)
def test_wish_that_is_none_of_the_list_is_refused_by_the_database(changes, constraint):
    request = factories.make_request()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsultRequest.objects.filter(pk=request.pk).update(**changes)


@pytest.mark.parametrize(
    ("fields", "wished"),
    [
        ({}, False),
        ({"supporter_gender": "f"}, True),
        ({"wished_supporter": "Selam"}, True),
        ({"avoided_supporter": "Farid"}, True),
    ],
)
def test_something_is_wished_about_who_comes(fields, wished):
    assert ConsultRequest(**fields).has_wishes is wished


@pytest.mark.parametrize(
    ("count", "rhythm", "words"),
    [
        (1, "", ""),
        (2, "", "2 gesprekken, hoe vaak spreken we nog af"),
        (3, "weekly", "3 gesprekken, elke week"),
    ],
)
def test_series_in_words(count, rhythm, words):
    assert ConsultRequest(series_count=count, series_rhythm=rhythm).series_in_words == words
