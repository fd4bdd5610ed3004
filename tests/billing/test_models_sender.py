"""The sender of the invoices: what is still lacking, said in words."""

import pytest
from django.core.exceptions import ValidationError

from billing.models import SellerSettings
from tests.billing.money import SELLER, seller

pytestmark = pytest.mark.django_db


def test_a_complete_sender_has_no_problems():
    assert seller().problems() == []


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            dict.fromkeys(SELLER, ""),
            [
                "naam",
                "straat en nummer",
                "postcode",
                "gemeente",
                "ondernemingsnummer",
                "IBAN",
                "voorvoegsel gestructureerde mededeling",
            ],
        ),
        ({"enterprise_number": "0212.222.242"}, ["ondernemingsnummer (klopt niet)"]),
        ({"iban": "BE31 0910 0123 4556"}, ["IBAN (klopt niet)"]),
        ({"reference_prefix": "12"}, ["voorvoegsel gestructureerde mededeling (klopt niet)"]),
        ({"email": "geen adres"}, ["e-mail (klopt niet)"]),
        ({"bic": ""}, []),
    ],
)
def test_problems_of_a_sender(changes, problems):
    assert seller(**changes).problems() == problems


def test_a_sender_that_nobody_filled_in():
    SellerSettings.objects.all().delete()

    assert SellerSettings.load().problems()[0] == "naam"


@pytest.mark.parametrize(
    ("field", "value"), [("iban", "BE00 0000 0000 0000"), ("enterprise_number", "0407.123.451")]
)
def test_check_digits_are_checked_in_words(field, value):
    with pytest.raises(ValidationError, match=r"klopt niet\. Kijk de cijfers na"):
        SellerSettings(pk=1, **{**SELLER, field: value}).clean_fields()
