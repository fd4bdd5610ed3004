"""Organisations: one per name, with an enterprise number that can exist."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from requests_app.models import Organisation
from requests_app.models.organisation import name_key, validate_enterprise_number


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("CAW Het Voorbeeld", "caw het voorbeeld"),
        ("  caw   het\tvoorbeeld ", "caw het voorbeeld"),
        ("Straße", "strasse"),
    ],
)
def test_names_that_read_the_same_are_the_same(typed, key):
    assert name_key(typed) == key


@pytest.mark.parametrize("number", ["0212222241", "0212.222.241", "BE 0212.222.241"])
def test_enterprise_number_with_right_check_digits(number):
    validate_enterprise_number(number)


@pytest.mark.parametrize("number", ["0212222242", "12", "OCMW"])
def test_enterprise_number_with_wrong_check_digits_is_refused(number):
    with pytest.raises(ValidationError, match="Kijk de cijfers na"):
        validate_enterprise_number(number)


@pytest.mark.django_db
def test_one_organisation_per_name():
    Organisation.objects.create(name="CAW Het Voorbeeld", type_id="caw")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="caw het  voorbeeld", type_id="caw")
    assert [str(organisation) for organisation in Organisation.objects.order_by("pk")] == [
        "CAW Het Voorbeeld"
    ]
