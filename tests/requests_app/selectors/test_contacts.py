import pytest
from django.contrib.auth.models import AnonymousUser, User

from requests_app.selectors import contact_of, is_known_contact, prefill_for
from requests_app.selectors.contacts import account_for, address_key, open_contact_of
from tests.factories import NOW, make_contact, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Noor@School.BE ", "noor@school.be"),
        ("noor+cso@school.be", "noor+cso@school.be"),
        ("noor@s\u212aool.be", ""),  # the sign for kelvin, whose small letter is a plain k
        ("no\u043er@school.be", ""),  # a Cyrillic o
        ("noor", ""),
        ("", ""),
    ],
)
def test_an_address_is_itself_capitals_aside(typed, key):
    assert address_key(typed) == key


def test_a_confirmed_person_speaks_for_the_organisation(django_assert_num_queries):
    contact = make_contact()

    with django_assert_num_queries(1):
        found = contact_of(contact.user)
        assert found == contact
        assert found.organisation.name == "Basisschool De Fictie"
        assert found.user.email == "noor@school.voorbeeld.be"


def test_who_waits_is_known_but_speaks_for_nobody():
    contact = make_contact(confirmed=False)

    assert open_contact_of(contact.user) == contact
    assert contact_of(contact.user) is None
    assert prefill_for(contact.user) == {}
    assert not is_known_contact(make_organisation().pk, contact.user.email)


def test_who_stopped_speaks_for_nobody():
    contact = make_contact(ended_at=NOW)

    assert contact_of(contact.user) is None
    assert open_contact_of(contact.user) is None
    assert not is_known_contact(contact.organisation_id, contact.user.email)


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": True}, {"is_superuser": True}]
)
def test_staff_and_closed_accounts_speak_for_nobody(change):
    contact = make_contact()
    User.objects.filter(pk=contact.user_id).update(**change)
    contact.user.refresh_from_db()

    assert contact_of(contact.user) is None
    assert not is_known_contact(contact.organisation_id, contact.user.email)


def test_a_stranger_speaks_for_nobody():
    make_contact()

    assert contact_of(AnonymousUser()) is None
    assert contact_of(make_user("an")) is None
    assert prefill_for(AnonymousUser()) == {}


@pytest.mark.parametrize("typed", ["noor@school.voorbeeld.be", " NOOR@School.Voorbeeld.be"])
def test_a_known_address_is_known_in_any_capitals(typed):
    contact = make_contact()

    assert is_known_contact(contact.organisation_id, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "noor+x@school.voorbeeld.be",
        "n.oor@school.voorbeeld.be",
        "noor@school.voorbeeld.be.",
        "noor@school.voorbee1d.be",
        "no\u043er@school.voorbeeld.be",
        "%@school.voorbeeld.be",
        "_oor@school.voorbeeld.be",
        "",
    ],
)
def test_an_address_that_looks_alike_is_not_known(typed):
    contact = make_contact()

    assert not is_known_contact(contact.organisation_id, typed)


def test_known_at_one_organisation_is_not_known_at_another():
    contact = make_contact()

    assert not is_known_contact(make_organisation("CLB Verzonnen").pk, contact.user.email)


def test_the_form_is_filled_in_with_what_is_known():
    organisation = make_organisation(introduced_on=NOW.date())
    contact = make_contact(organisation=organisation)

    assert prefill_for(contact.user) == {
        "requester_name": "Noor Voorbeeld",
        "requester_function": "zorgleerkracht",
        "requester_email": "noor@school.voorbeeld.be",
        "requester_phone": "016 00 00 00",
        "organisation_name": "Basisschool De Fictie",
        "organisation_type": "school",
        "organisation_postcode": "3000",
        "organisation_city": "Leuven",
        "introduced": "ja",
    }


def test_a_first_meeting_that_is_not_known_is_asked():
    assert prefill_for(make_contact().user)["introduced"] == ""


def test_a_code_goes_to_who_has_an_open_place_and_to_nobody_else():
    contact = make_contact()
    waiting = make_contact("jan@school.voorbeeld.be", confirmed=False)
    make_contact("weg@school.voorbeeld.be", ended_at=NOW)
    make_user("lies")

    asked = ("NOOR@school.voorbeeld.be", "jan@school.voorbeeld.be", "weg@school.voorbeeld.be")
    assert [account_for(email) for email in asked] == [contact.user, waiting.user, None]
    assert [account_for(email) for email in ("lies@ocmw.voorbeeld.be", "no\u043er@x.be", "")] == [
        None,
        None,
        None,
    ]
