"""The client block and the agreement: what the database refuses by itself."""

from io import StringIO

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from privacy.errors import SealBroken
from requests_app.models import ClientDetails, Consent, ConsentText, ConsentWithdrawal
from requests_app.services import submit_request
from tests.requests_app.submissions import NOW, with_client


@pytest.fixture
def request_(db):
    return submit_request(with_client(), now=NOW)


def test_titles_of_the_client_block_show_the_reference_only(request_):
    assert str(ClientDetails.objects.select_related("request").get()) == request_.reference
    for shown in (str(Consent.objects.get()), *map(str, ConsentText.objects.all())):
        assert "Amina" not in shown


def test_every_column_of_the_client_block_is_sealed(request_):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, birth_year, file_reference FROM requests_app_clientdetails")
        (row,) = cursor.fetchall()
    assert all(value.startswith("v1:") for value in row)
    assert ClientDetails.objects.get().name == "Amina Verzonnen"


def test_a_sealed_value_opens_only_on_its_own_row(request_):
    other = submit_request(with_client(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE requests_app_clientdetails SET name ="
            " (SELECT name FROM requests_app_clientdetails WHERE request_id = %s)"
            " WHERE request_id = %s",
            [_key(request_.pk), _key(other.pk)],
        )
    moved = ClientDetails.objects.get(request=other)
    with pytest.raises(SealBroken) as broken:
        _ = moved.name
    assert "Amina" not in str(broken.value)


def _key(pk):
    return str(pk) if connection.vendor == "postgresql" else pk.hex


def test_the_consent_vocabulary_is_closed(request_):
    consent = Consent.objects.get()
    consent.pk, consent.given_how = None, "gebaren"
    consent.request = submit_request(
        with_client(consent=None, client=None, tasks=["case_advice"]), now=NOW
    )
    with pytest.raises(IntegrityError, match="consent_vocabulary_known"), transaction.atomic():
        consent.save(force_insert=True)


def test_an_agreement_is_withdrawn_once(request_):
    consent = Consent.objects.get()
    ConsentWithdrawal.objects.create(consent=consent, at=NOW, actor="requester")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentWithdrawal.objects.create(consent=consent, at=NOW, actor="staff")
    assert ConsentWithdrawal.objects.count() == 1


def test_a_consent_text_is_never_edited(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.update(text="iets anders")
    ConsentText.objects.create(version=2, text="een nieuwe tekst")
    assert list(ConsentText.objects.current().values_list("version", flat=True)) == [2, 1]


def test_erasing_the_client_block_leaves_the_agreement(request_):
    ClientDetails.objects.get().delete()
    request_.refresh_from_db()
    with pytest.raises(ObjectDoesNotExist):
        _ = request_.client
    assert request_.consent.text


def test_rotated_client_block_reads_with_the_new_key_alone(request_, settings):
    new = "t3:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="
    settings.FIELD_KEYS = f"{new},{settings.FIELD_KEYS}"
    call_command("rotate_keys", stdout=StringIO())
    settings.FIELD_KEYS = new

    client = ClientDetails.objects.get()
    assert (client.name, client.file_reference) == ("Amina Verzonnen", "D-17")
    assert client.request.question == "Hoe verloopt de overstap naar de eerste graad?"
