"""People of an organisation, and what the database refuses of them."""

import pytest
from django.db import IntegrityError, connection, transaction

from requests_app.models import ContactPerson, LoginMail
from tests.factories import NOW, make_contact, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_one_account_has_one_place_at_a_time():
    contact = make_contact()
    again = {"name": "Noor", "organisation_name": "Elders", "asked_at": NOW}

    with (
        pytest.raises(IntegrityError, match=r"contact_person_one_organisation|user_id"),
        transaction.atomic(),
    ):
        ContactPerson.objects.create(user=contact.user, **again)

    ContactPerson.objects.filter(pk=contact.pk).update(ended_at=NOW)
    ContactPerson.objects.create(user=contact.user, **again)
    assert ContactPerson.objects.waiting().count() == 1


@pytest.mark.parametrize("missing", ["confirmed_by", "organisation", "confirmed_at"])
def test_confirmed_is_by_somebody_for_some_organisation(missing):
    contact = make_contact()

    with (
        pytest.raises(IntegrityError, match="contact_person_confirmed_whole"),
        transaction.atomic(),
    ):
        ContactPerson.objects.filter(pk=contact.pk).update(**{missing: None})


def test_who_waits_may_be_linked_to_an_organisation_but_not_half_confirmed():
    contact = make_contact(confirmed=False)
    ContactPerson.objects.filter(pk=contact.pk).update(organisation=make_organisation())

    with (
        pytest.raises(IntegrityError, match="contact_person_confirmed_whole"),
        transaction.atomic(),
    ):
        ContactPerson.objects.filter(pk=contact.pk).update(confirmed_by=make_user())


def test_confirmed_waiting_and_stopped_are_told_apart():
    known = make_contact("a@x.be")
    waits = make_contact("b@x.be", confirmed=False)
    make_contact("c@x.be", ended_at=NOW)
    make_contact("d@x.be", confirmed=False, ended_at=NOW)

    assert list(ContactPerson.objects.confirmed()) == [known]
    assert list(ContactPerson.objects.waiting()) == [waits]


def test_a_person_is_called_by_name_and_a_mail_by_its_number():
    mail = LoginMail.objects.create(email="noor@x.be", code="12345678", created_at=NOW)

    assert str(make_contact()) == "Noor Voorbeeld"
    assert str(mail) == f"inlogmail {mail.pk}"


def test_neither_address_nor_code_can_be_read_in_the_table():
    LoginMail.objects.create(email="noor@kanarie.be", code="12345678", created_at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT email, code FROM requests_app_loginmail")
        [row] = cursor.fetchall()

    assert [part for part in ("noor", "kanarie", "12345678") if part in " ".join(row)] == []
