import pytest

from requests_app.selectors.doubts import (
    FIRST,
    FREE,
    PUNYCODE,
    address_doubts,
    doubts_about,
    is_alike,
)
from tests.factories import make_contact, make_organisation

KNOWN = "noor@school.voorbeeld.be"


def test_a_colleague_on_the_same_domain_is_not_odd():
    assert address_doubts("jan@school.voorbeeld.be", [KNOWN]) == []


def test_the_first_one_asks_for_a_phone_call():
    assert address_doubts("jan@school.voorbeeld.be", []) == [FIRST]


def test_another_domain_is_named_beside_those_that_are_known():
    assert address_doubts("jan@elders.be", [KNOWN, "els@clb.voorbeeld.be", KNOWN]) == [
        "De andere contactpersonen hebben een adres op clb.voorbeeld.be of school.voorbeeld.be."
        " Dit adres staat op elders.be."
    ]


@pytest.mark.parametrize(
    "domain",
    [
        "schoo1.voorbeeld.be",
        "schooi.voorbeeld.be",
        "schol.voorbeeld.be",
        "school-voorbeeld.be",
        "school.voorbee1d.be",
        "school.voorbeeld.be.elders.com",
        "school.voorbeeld.com",
    ],
)
def test_a_domain_that_looks_alike_is_pointed_out(domain):
    found = address_doubts(f"jan@{domain}", [KNOWN])

    assert found[1:] == [f"Let op: {domain} lijkt op school.voorbeeld.be, maar is het niet."]


@pytest.mark.parametrize("name", ["noor+x", "n.oor", "n00r", "noora"])
def test_a_name_that_looks_alike_is_pointed_out(name):
    address = f"{name}@school.voorbeeld.be"

    assert address_doubts(address, [KNOWN]) == [
        f"Let op: {address} lijkt op {KNOWN}, maar is het niet."
    ]


def test_the_very_same_address_is_nobody_else():
    assert address_doubts(KNOWN, [KNOWN]) == []


def test_nothing_looks_like_itself():
    assert not is_alike("school.be", "school.be")
    assert is_alike("school.be", "schoo1.be")
    assert not is_alike("school.be", "kapperszaak.be")


def test_foreign_letters_and_free_mail_are_named():
    assert address_doubts("jan@xn--schol-voorbeeld-abc.be", []) == [PUNYCODE, FIRST]
    assert address_doubts("school@gmail.com", []) == [FREE, FIRST]


@pytest.mark.django_db
def test_each_organisation_is_judged_by_its_own_people(django_assert_num_queries):
    school = make_contact().organisation
    clb = make_organisation("CLB Verzonnen")
    make_contact("els@clb.voorbeeld.be", organisation=clb, confirmed=False)
    asks = make_contact("jan@school.voorbeeld.be", confirmed=False)

    with django_assert_num_queries(1):
        found = doubts_about(asks, [school, clb])

    assert found == [(school, []), (clb, [FIRST])]
