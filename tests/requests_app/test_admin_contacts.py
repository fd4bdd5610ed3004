"""The list of contact persons and the page where a coach decides."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from outbox.models import OutgoingMail
from requests_app.models import ContactPerson
from tests.factories import NOW, make_contact, make_organisation, make_user

pytestmark = pytest.mark.django_db
LIST = "/beheer/requests_app/contactperson/"


def page_of(contact):
    return f"{LIST}{contact.pk}/beslissen/"


@pytest.fixture
def as_role(client):
    def log_in(role):
        client.force_login(make_user(role, group=role))
        return client

    return log_in


@pytest.fixture
def coach(as_role):
    return as_role("coach")


def asks(email="jan@elders.be", *, proven=True, **fields):
    contact = make_contact(email, confirmed=False, name="Jan Nieuw", **fields)
    if proven:
        User.objects.filter(pk=contact.user_id).update(last_login=timezone.now())
    return contact


def notices(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("role", "status"), [("coach", 200), ("coördinator", 200), ("finance", 403)]
)
def test_who_may_see_the_people(as_role, role, status):
    contact = asks()
    client = as_role(role)

    assert client.get(LIST).status_code == status
    assert client.get(page_of(contact)).status_code == status


def test_finance_may_not_decide(as_role):
    contact = asks()

    answer = as_role("finance").post(page_of(contact), {"organisation": make_organisation().pk})

    assert answer.status_code == 403
    assert ContactPerson.objects.waiting().count() == 1


def test_who_may_only_look_may_not_decide(client):
    viewer = make_user("kijker", group="")
    viewer.user_permissions.add(Permission.objects.get(codename="view_contactperson"))
    client.force_login(viewer)
    contact = asks()

    page = client.get(page_of(contact))

    assert page.status_code == 200
    assert "Bevestig" not in page.text
    assert client.post(page_of(contact), {"stop": "1"}).status_code == 403


def test_who_waits_comes_first_then_who_is_confirmed_then_who_stopped(coach):
    make_contact("a@x.be", name="Bevestigd", asked_at=NOW)
    make_contact("b@x.be", name="Gestopt", ended_at=NOW)
    asks("c@x.be")
    asks("d@x.be", proven=False)

    html = coach.get(LIST).text

    places = [html.index(email) for email in ("c@x.be", "a@x.be", "b@x.be")]
    assert places == sorted(places)
    assert html.count("wacht, adres nog niet bewezen") == 1
    assert "“Basisschool De Fictie”" in html


@pytest.mark.parametrize(
    ("state", "shown"), [("wacht", "c@x.be"), ("bevestigd", "a@x.be"), ("gestopt", "b@x.be")]
)
def test_the_list_can_be_filtered(coach, state, shown):
    make_contact("a@x.be")
    make_contact("b@x.be", ended_at=NOW)
    asks("c@x.be")

    html = coach.get(LIST, {"toestand": state}).text

    assert [email for email in ("a@x.be", "b@x.be", "c@x.be") if email in html] == [shown]


def test_as_many_statements_for_one_as_for_many(coach, django_assert_num_queries):
    asks()
    coach.get(LIST)
    with django_assert_num_queries(6) as first:
        coach.get(LIST)
    for number in range(20):
        make_contact(f"p{number}@x.be", organisation=make_organisation(f"School {number}"))

    with django_assert_num_queries(len(first)):
        coach.get(LIST)


def test_a_row_leads_to_the_page_where_a_coach_decides(coach):
    contact = asks()

    assert coach.get(f"{LIST}{contact.pk}/change/").url == page_of(contact)
    assert coach.get(f"{LIST}x/change/").url == f"{LIST}0/beslissen/"
    assert coach.get(f"{LIST}0/beslissen/").status_code == 404


def test_nobody_is_added_or_deleted_there(coach):
    contact = asks()

    assert coach.get(f"{LIST}add/").status_code == 403
    assert coach.post(f"{LIST}{contact.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_page_offers_what_looks_like_what_was_typed_with_its_doubts(coach):
    make_contact("noor@school.voorbeeld.be")
    make_organisation("CLB Nergens")
    page = coach.get(page_of(asks("jan@schoo1.voorbeeld.be")))

    assert "Basisschool De Fictie, Leuven" in page.text
    assert "CLB Nergens" not in page.text
    assert (
        "Let op: schoo1.voorbeeld.be lijkt op school.voorbeeld.be, maar is het niet." in page.text
    )


def test_another_organisation_can_be_searched(coach):
    make_organisation("CLB Nergens")

    text = coach.get(page_of(asks()), {"zoek": " clb "}).text
    assert "CLB Nergens, Leuven" in text
    assert 'value="clb"' in text
    assert "Geen organisatie gevonden." in coach.get(page_of(asks("x@y.be")), {"zoek": "zzz"}).text


def test_a_coach_confirms_and_it_is_written_down(coach):
    contact, school = asks(), make_organisation()

    response = coach.post(page_of(contact), {"organisation": school.pk}, follow=True)

    contact.refresh_from_db()
    assert contact.organisation == school
    assert contact.confirmed_by.username == "coach"
    assert notices(response) == ["De toegang is bevestigd. De contactpersoon krijgt een mail."]
    assert [row.kind for row in OutgoingMail.objects.all()] == ["accounts.ready"]
    assert LogEntry.objects.get().change_message == notices(response)[0]


@pytest.mark.parametrize("chosen", ["", "x", "0", "99999999999999999999", "\u0661"])
def test_without_a_choice_nothing_is_confirmed(coach, chosen):
    contact = asks()

    response = coach.post(page_of(contact), {"organisation": chosen})

    assert response.status_code == 409
    assert "Kies een organisatie uit de lijst." in response.text
    assert "<title>Fout: " in response.text
    assert ContactPerson.objects.waiting().count() == 1


def test_nobody_is_confirmed_before_the_address_is_proven(coach):
    contact = asks(proven=False)

    assert "nog niet bewezen" in coach.get(page_of(contact)).text
    response = coach.post(page_of(contact), {"organisation": make_organisation().pk})

    assert "gaf de code uit de mail nog niet in" in response.text
    assert not OutgoingMail.objects.exists()


def test_a_coach_stops_somebody(coach):
    contact = make_contact()
    html = coach.get(page_of(contact)).text
    assert "Stop de toegang" in html
    assert "Van welke organisatie?" not in html

    response = coach.post(page_of(contact), {"stop": "1"}, follow=True)

    contact.refresh_from_db()
    assert contact.ended_at is not None
    assert notices(response) == ["De toegang is gestopt. Wie ingelogd was, is dat niet meer."]
    assert not OutgoingMail.objects.exists()


def test_who_stopped_can_only_be_read(coach):
    contact = make_contact(ended_at=NOW)

    assert not re.search(r'<form[^>]*method="post"[^>]*data-once', coach.get(page_of(contact)).text)
    assert "al gestopt" in coach.post(page_of(contact), {"stop": "1"}).text


def test_a_get_decides_nothing(coach):
    contact = asks()

    coach.get(page_of(contact), {"organisation": make_organisation().pk, "stop": "1"})

    contact.refresh_from_db()
    assert (contact.confirmed_at, contact.ended_at) == (None, None)
