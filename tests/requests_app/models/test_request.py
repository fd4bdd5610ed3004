import pytest
from django.db import connection

from requests_app.models import ConsultRequest
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column", ["language_note", "question", "sensitive_points", "location_address"]
)
def test_free_text_about_the_client_lies_sealed(column):
    request = factories.make_request(**{column: "Kanarie uit Kabul"})

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM requests_app_consultrequest")
        (stored,) = cursor.fetchone()
    assert stored.startswith("v1:")
    assert "Kabul" not in stored
    assert getattr(ConsultRequest.objects.get(pk=request.pk), column) == "Kanarie uit Kabul"
