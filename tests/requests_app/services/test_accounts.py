from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User

from outbox.models import OutgoingMail
from requests_app import account_mails
from requests_app.errors import RuleViolation
from requests_app.models import ContactPerson, LoginMail
from requests_app.services import accounts
from requests_app.services.accounts import (
    AccessWish,
    ask_access,
    confirm_contact,
    end_contact,
    note_proof,
    send_login_mail,
)
from tests.factories import NOW, make_contact, make_organisation, make_user
from tests.threads import together

pytestmark = pytest.mark.django_db
WISH = AccessWish(
    "Noor@School.voorbeeld.be", "De Fictie", "Noor Voorbeeld", "zorgleerkracht", "016 12 34 56"
)


def prove(contact, at=NOW):
    User.objects.filter(pk=contact.user_id).update(last_login=at)


def mails():
    return list(
        OutgoingMail.objects.order_by("kind", "pk").values_list("kind", "ref", "origin_key")
    )


def test_who_asks_gets_an_account_without_password_and_waits():
    user = ask_access(WISH, now=NOW)

    assert user.email == "noor@school.voorbeeld.be"
    assert user.username.startswith("contact-")
    assert not user.has_usable_password()
    assert (user.is_staff, user.is_superuser) == (False, False)
    [contact] = ContactPerson.objects.all()
    assert (contact.user, contact.name, contact.function, contact.phone) == (
        user,
        "Noor Voorbeeld",
        "zorgleerkracht",
        "016 12 34 56",
    )
    assert (contact.organisation_name, contact.organisation) == ("De Fictie", None)
    assert (contact.asked_at, contact.confirmed_at, contact.ended_at) == (NOW, None, None)
    assert mails() == []


def test_asking_again_changes_nothing_of_what_is_known():
    user = ask_access(WISH, now=NOW)
    other = AccessWish("NOOR@school.voorbeeld.be", "Andere", "Iemand anders")

    assert ask_access(other, now=NOW + timedelta(hours=1)) == user
    assert ContactPerson.objects.get().name == "Noor Voorbeeld"


def test_who_stopped_may_ask_again_and_waits_again():
    contact = make_contact(ended_at=NOW)

    assert ask_access(WISH, now=NOW) == contact.user
    assert [each.confirmed_at for each in ContactPerson.objects.waiting()] == [None]
    assert ContactPerson.objects.count() == 2


def test_who_was_a_moment_faster_made_the_place_already(monkeypatch):
    contact = make_contact(confirmed=False)
    monkeypatch.setattr(accounts, "account_for", lambda email: None)

    assert ask_access(WISH, now=NOW) == contact.user
    assert ContactPerson.objects.get() == contact


@pytest.mark.parametrize(
    "fields", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}]
)
def test_staff_and_closed_accounts_get_nothing(fields):
    User.objects.create(username="lies", email="noor@school.voorbeeld.be", **fields)

    assert ask_access(WISH, now=NOW) is None
    assert not ContactPerson.objects.exists()
    assert User.objects.count() == 1


def test_an_account_whose_address_was_changed_is_not_taken_over():
    user = ask_access(WISH, now=NOW)
    User.objects.filter(pk=user.pk).update(email="iemand@elders.be")

    assert ask_access(WISH, now=NOW) is None
    assert ContactPerson.objects.count() == 1


def test_the_mail_with_a_code_is_sealed_and_counted_for_its_network():
    mail = send_login_mail("noor@school.voorbeeld.be", "12345678", origin="k" * 32, now=NOW)

    kept = LoginMail.objects.get()
    assert (kept.email, kept.code, kept.created_at) == (
        "noor@school.voorbeeld.be",
        "12345678",
        NOW,
    )
    assert mails() == [(account_mails.LoginCode.kind, str(mail.pk), "k" * 32)]


def test_coaches_hear_of_somebody_who_waits_once():
    contact = make_contact(confirmed=False)

    note_proof(contact.user, origin="", now=NOW)
    note_proof(contact.user, origin="", now=NOW)

    assert mails() == [(account_mails.AccessNotice.kind, str(contact.pk), "")]


def test_coaches_do_not_hear_of_who_is_confirmed():
    note_proof(make_contact().user, origin="", now=NOW)

    assert mails() == []


def test_a_coach_confirms_one_person_for_one_organisation():
    contact, coach, school = make_contact(confirmed=False), make_user(), make_organisation()
    prove(contact)

    confirm_contact(contact.pk, school.pk, by=coach, now=NOW)

    contact.refresh_from_db()
    assert (contact.organisation, contact.confirmed_at, contact.confirmed_by) == (
        school,
        NOW,
        coach,
    )
    assert mails() == [(account_mails.AccessReady.kind, str(contact.pk), "")]


@pytest.mark.parametrize("proof", [None, NOW - timedelta(seconds=1)])
def test_nobody_is_confirmed_before_the_address_is_proven(proof):
    contact = make_contact(confirmed=False)
    prove(contact, proof)

    with pytest.raises(RuleViolation, match="gaf de code uit de mail nog niet in"):
        confirm_contact(contact.pk, make_organisation().pk, by=make_user(), now=NOW)
    contact.refresh_from_db()
    assert contact.confirmed_at is None
    assert mails() == []


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_active": False}])
def test_staff_and_closed_accounts_are_not_confirmed(fields):
    contact = make_contact(confirmed=False)
    User.objects.filter(pk=contact.user_id).update(last_login=NOW, **fields)

    with pytest.raises(RuleViolation, match="kan geen contactpersoon zijn"):
        confirm_contact(contact.pk, make_organisation().pk, by=make_user(), now=NOW)


def test_confirming_asks_an_organisation_that_is_there():
    contact = make_contact(confirmed=False)
    prove(contact)

    with pytest.raises(RuleViolation, match="Kies een organisatie") as caught:
        confirm_contact(contact.pk, 0, by=make_user(), now=NOW)
    assert caught.value.field == "organisation"


def test_what_was_decided_is_not_decided_again():
    contact, school, coach = make_contact(), make_organisation(), make_user()

    with pytest.raises(RuleViolation, match="intussen bevestigd"):
        confirm_contact(contact.pk, school.pk, by=coach, now=NOW)
    end_contact(contact.pk, now=NOW)
    with pytest.raises(RuleViolation, match="al gestopt"):
        end_contact(contact.pk, now=NOW)
    with pytest.raises(RuleViolation, match="al gestopt"):
        confirm_contact(contact.pk, school.pk, by=coach, now=NOW)
    with pytest.raises(RuleViolation, match="is er niet meer"):
        end_contact(0, now=NOW)


def test_stopping_ends_the_access_and_what_sessions_hang_on():
    contact = make_contact()
    before = contact.user.get_session_auth_hash()

    end_contact(contact.pk, now=NOW)

    contact.refresh_from_db()
    user = User.objects.get(pk=contact.user_id)
    assert contact.ended_at == NOW
    assert user.get_session_auth_hash() != before
    assert not user.has_usable_password()
    assert mails() == []


def test_stopping_somebody_who_became_staff_leaves_the_password():
    contact = make_contact()
    contact.user.is_staff = True
    contact.user.set_password("een lange zin als wachtwoord")
    contact.user.save()

    end_contact(contact.pk, now=NOW)

    assert User.objects.get(pk=contact.user_id).has_usable_password()


def outcomes(answers):
    """How often it worked; every other answer must be the refusal that a coach reads."""
    refused = [answer for answer in answers if isinstance(answer, RuleViolation)]
    assert {answer.message for answer in refused} <= {accounts.CONFIRMED}
    worked = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(worked) + len(refused) == len(answers), answers
    return len(worked)


@pytest.mark.django_db(transaction=True)
def test_six_askings_at_once_make_one_account_and_one_place():
    answers = together(6, lambda _: ask_access(WISH, now=NOW))

    assert {answer.pk for answer in answers} == {User.objects.get().pk}
    assert ContactPerson.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_coaches_at_once_one_decides():
    contact, coach = make_contact(confirmed=False), make_user()
    prove(contact)
    places = [make_organisation(f"School {number}").pk for number in range(4)]

    answers = together(4, lambda n: confirm_contact(contact.pk, places[n], by=coach, now=NOW))

    assert outcomes(answers) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_without_the_lock_two_would_decide(monkeypatch):
    """The positive control of the test above."""
    contact, coach = make_contact(confirmed=False), make_user()
    prove(contact)
    places = [make_organisation(f"School {number}").pk for number in range(2)]
    both_read = Barrier(2, timeout=30)

    def unlocked(pk):
        found = ContactPerson.objects.select_related("user").get(pk=pk)
        both_read.wait()
        return found

    monkeypatch.setattr(accounts, "_locked", unlocked)
    answers = together(2, lambda n: confirm_contact(contact.pk, places[n], by=coach, now=NOW))

    assert outcomes(answers) == 2
