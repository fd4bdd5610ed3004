"""What a test of the money starts from: an organisation, a debtor, held talks, a complete sender."""

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from billing.models import Agreement, Charge, Debtor, SellerSettings, Tariff
from billing.services import HeldTalk, Signature, post_charge, register_signed_agreement
from requests_app.models import Organisation, OrganisationType
from requests_app.rules import brussels_moment

NOW = brussels_moment(date(2026, 11, 20), time(10, 0))
SELLER = {
    "name": "OCMW Verzonnen",
    "street": "Dorpsplein 1",
    "postcode": "3000",
    "city": "Leuven",
    "enterprise_number": "0212.222.241",
    "iban": "BE31 0910 0123 4555",
    "bic": "GKCCBEBB",
    "email": "facturen@ocmw.voorbeeld.be",
    "phone": "016 00 00 00",
    "reference_prefix": "123",
}


def at(day: date, hour: int = 14, minute: int = 0) -> datetime:
    """A Brussels wall-clock moment."""
    return brussels_moment(day, time(hour, minute))


def user(name: str = "coach") -> User:
    return User.objects.get_or_create(username=name)[0]


def organisation(name: str = "Basisschool De Fictie", **fields: Any) -> Organisation:
    kind, _ = OrganisationType.objects.get_or_create(code="school", defaults={"name": "School"})
    return Organisation.objects.create(name=name, type=kind, **fields)


def debtor(of: Organisation, **fields: Any) -> Debtor:
    return Debtor.objects.create(
        **{
            "organisation": of,
            "name": f"{of.name} vzw",
            "enterprise_number": "0407.123.450",
            "street": "Schoolstraat 1",
            "postcode": "3000",
            "city": "Leuven",
            **fields,
        }
    )


def tariff(**fields: Any) -> Tariff:
    """The tariff of the service page, also after a flush took the migrations' data away."""
    return Tariff.objects.get_or_create(
        valid_from=date(2019, 1, 1), defaults={"decision_reference": "besluit", **fields}
    )[0]


def seller(**fields: Any) -> SellerSettings:
    return SellerSettings.objects.update_or_create(pk=1, defaults={**SELLER, **fields})[0]


def signed(of: Organisation, on: date = date(2026, 1, 5)) -> Agreement:
    signature = Signature(on, "An Directeur", "directeur")
    return register_signed_agreement(of, signature, by=user(), now=NOW)


def talk(of: Organisation, start: datetime, minutes: int = 60, **fields: Any) -> HeldTalk:
    return HeldTalk(
        **{
            "organisation": of,
            "request_reference": f"CSO-{uuid.uuid4().hex[:10]}",
            "start": start,
            "minutes": minutes,
            "counts": True,
            **fields,
        }
    )


def held(of: Organisation, start: datetime, minutes: int = 60, **fields: Any) -> Charge:
    charge = post_charge(talk(of, start, minutes, **fields), by=user(), now=NOW)
    assert charge is not None
    return charge


def patient() -> None:
    """Wait for locks as long as it takes: fifty threads on a busy machine are slow, not stuck."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '60s'; SET statement_timeout = '60s'")


def numbers(of: Organisation) -> list[tuple[date, int, Decimal]]:
    """Day, number and amount of every charge, in order of the talks."""
    return list(
        Charge.objects.filter(organisation=of)
        .order_by("start", "ordinal")
        .values_list("held_on", "ordinal", "amount")
    )
