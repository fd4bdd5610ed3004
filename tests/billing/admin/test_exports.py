"""Finance exports a period and downloads it again."""

import pytest
from django.contrib.messages import get_messages

from billing.models import ExportBatch
from tests.billing.money import user

pytestmark = pytest.mark.django_db
PATH = "/beheer/billing/exportbatch/"
SEPTEMBER = {"first": "2026-09-01", "last": "2026-09-30"}


@pytest.mark.usefixtures("invoice")
def test_exporting_a_period_and_downloading_it_twice(finance):
    response = finance.post(f"{PATH}add/", SEPTEMBER)

    batch = ExportBatch.objects.get()
    assert (response.status_code, response.url) == (302, PATH)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Export 1: 1 facturen, samen €\u00a020,00. Open het bestand in de lijst hieronder."
    ]
    assert batch.made_by == user("finance")
    first, second = (finance.get(f"{PATH}{batch.pk}/csv/") for _ in range(2))
    assert first.content == second.content == bytes(batch.content)
    assert first["Content-Type"] == "text/csv; charset=utf-8"
    assert first["Content-Disposition"] == (
        'attachment; filename="facturen-2026-09-01-2026-09-30-export-1.csv"'
    )


@pytest.mark.usefixtures("invoice")
def test_the_list_and_one_export(finance):
    finance.post(f"{PATH}add/", SEPTEMBER)
    batch = ExportBatch.objects.get()

    listed = finance.get(PATH).content.decode()
    detail = finance.get(f"{PATH}{batch.pk}/change/").content.decode()

    for page in (listed, detail):
        assert "september 2026" in page
        assert f"{PATH}{batch.pk}/csv/" in page
    assert batch.sha256 in detail


def test_the_form(finance):
    assert "Maak de export" in finance.get(f"{PATH}add/").content.decode()
    assert 'value="2026-09-01"' in finance.get(f"{PATH}add/", SEPTEMBER).content.decode()


@pytest.mark.parametrize(
    ("period", "message"),
    [
        (SEPTEMBER, "Over deze periode zijn er geen facturen."),
        ({"first": "2026-09-30", "last": "2026-09-01"}, "De einddatum ligt voor de begindatum."),
        ({"first": "", "last": ""}, "Dit veld is verplicht."),
    ],
)
def test_nothing_to_export(finance, period, message):
    page = finance.post(f"{PATH}add/", period).content.decode()

    assert message in page
    assert not ExportBatch.objects.exists()
