"""Settings, lists and organisations in the admin: who may what, and that the site follows."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse
from time_machine import travel

from requests_app.models import (
    ClosingDay,
    Language,
    Organisation,
    OrganisationType,
    ServiceSettings,
)
from requests_app.selectors import catalogue, service_settings
from tests.factories import NOW, make_organisation, make_user
from tests.requests_app.postings import text_of, words_of

pytestmark = pytest.mark.django_db

MODELS = [
    "servicesettings",
    "organisationtype",
    "language",
    "declinereason",
    "closingday",
    "consentsheet",
    "consenttext",
    "organisation",
]


def address(model, page="changelist", *args):
    return reverse(f"admin:requests_app_{model}_{page}", args=args)


@pytest.fixture
def log_in(client):
    """Log in as somebody of a role; return the client."""

    def as_role(role):
        client.force_login(make_user(role, group=role))
        return client

    return as_role


def form_of(page):
    """Return what the admin's form would send when nothing is touched."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


@pytest.mark.parametrize(
    ("role", "may_see", "may_add"),
    [
        (
            "coach",
            {
                "organisationtype",
                "language",
                "declinereason",
                "closingday",
                "consentsheet",
                "consenttext",
                "organisation",
            },
            {"consentsheet"},
        ),
        (
            "coördinator",
            set(MODELS),
            {
                "organisationtype",
                "language",
                "declinereason",
                "closingday",
                "consentsheet",
                "consenttext",
                "organisation",
            },
        ),
        ("finance", {"organisation"}, set()),
    ],
)
def test_role_sees_and_adds_what_is_its_own(log_in, role, may_see, may_add):
    client = log_in(role)

    seen = {model for model in MODELS if client.get(address(model)).status_code != 403}
    added = {model for model in MODELS if client.get(address(model, "add")).status_code == 200}

    assert (seen, added) == (may_see, may_add)


def test_finance_cannot_change_an_organisation(log_in):
    organisation = make_organisation()
    client = log_in("finance")
    page = address("organisation", "change", organisation.pk)

    assert "Noor" not in words_of(client.get(page))
    assert client.post(page, {"name": "Anders"}).status_code == 403


def test_settings_open_as_a_form_and_the_site_follows_at_once(log_in):
    ServiceSettings.objects.all().delete()
    client = log_in("coördinator")
    assert service_settings().lead_days == 7
    change = address("servicesettings", "change", 1)

    opened = client.get(address("servicesettings"))
    answer = client.post(change, {**form_of(client.get(change)), "lead_days": "9"})

    assert (opened.status_code, opened["Location"]) == (302, change)
    assert answer.status_code == 302
    assert service_settings().lead_days == 9
    assert client.get(address("servicesettings", "delete", 1)).status_code == 403


def test_line_of_a_list_keeps_its_code_and_is_switched_off(log_in):
    client = log_in("coördinator")
    change = address("language", "change", "dari")
    assert ("dari", "Dari") in catalogue().languages

    page = client.get(change)
    answer = client.post(change, {"name": "Dari (Afghanistan)", "position": "3", "code": "anders"})

    language = Language.objects.get(code="dari")
    assert 'name="code"' not in text_of(page)
    assert answer.status_code == 302
    assert (language.name, language.active) == ("Dari (Afghanistan)", False)
    assert "dari" not in dict(catalogue().languages)
    assert client.get(address("language", "delete", "dari")).status_code == 403


def test_new_line_of_a_list_can_be_chosen_at_once(log_in):
    client = log_in("coördinator")
    new = {"code": "zelforganisatie", "name": "Zelforganisatie", "position": "9", "active": "on"}

    client.post(address("organisationtype", "add"), new)

    assert OrganisationType.objects.filter(code="zelforganisatie").exists()
    assert ("zelforganisatie", "Zelforganisatie") in catalogue().organisation_types


def test_closing_day_is_added_and_removed(log_in):
    client = log_in("coördinator")

    client.post(address("closingday", "add"), {"day": "24/12/2026", "name": "brugdag"})
    day = ClosingDay.objects.get()
    assert catalogue().closing_days == {date(2026, 12, 24): "brugdag"}
    client.post(address("closingday", "delete", day.pk), {"post": "yes"})

    assert catalogue().closing_days == {}


def test_closing_days_are_removed_together(log_in):
    ClosingDay.objects.create(day=date(2026, 12, 24), name="brugdag")
    client = log_in("coördinator")
    chosen = list(ClosingDay.objects.values_list("pk", flat=True))
    assert catalogue().closing_days != {}

    client.post(
        address("closingday"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )

    assert (ClosingDay.objects.count(), catalogue().closing_days) == (0, {})


def test_coach_marks_organisations_as_checked(log_in):
    new, old = make_organisation("Nieuw"), make_organisation("Oud", checked_on=date(2026, 1, 1))
    client = log_in("coach")

    with travel(NOW, tick=False):
        answer = client.post(
            address("organisation"),
            {"action": "mark_checked", "_selected_action": [new.pk, old.pk]},
            follow=True,
        )

    assert "1 organisaties nagekeken." in words_of(answer)
    assert sorted(Organisation.objects.values_list("name", "checked_on")) == [
        ("Nieuw", date(2026, 11, 20)),
        ("Oud", date(2026, 1, 1)),
    ]


def test_organisations_are_listed_searched_and_filtered(log_in):
    make_organisation("Basisschool De Fictie")
    make_organisation("Wijkhuis", checked_on=date(2026, 1, 1))
    client = log_in("coach")

    assert "Basisschool De Fictie" in words_of(client.get(address("organisation")))
    found = words_of(client.get(address("organisation"), {"q": "WIJKH"}))
    unchecked = words_of(client.get(address("organisation"), {"checked_on__isempty": "1"}))
    assert "Wijkhuis" in found
    assert "Fictie" not in found
    assert "Wijkhuis" not in unchecked
    assert "Basisschool De Fictie" in unchecked


def test_second_organisation_of_the_same_name_is_refused(log_in):
    make_organisation("Huis van het Kind")
    client = log_in("coördinator")

    page = client.post(
        address("organisation", "add"), {"name": "HUIS van  het kind", "type": "school"}
    )

    assert "Een organisatie met deze naam staat al in de lijst." in words_of(page)
    assert Organisation.objects.count() == 1
    assert LogEntry.objects.count() == 0


def test_roles_are_granted_again_without_harm(log_in):
    before = {
        group.name: group.permissions.count() for group in make_user().groups.model.objects.all()
    }

    call_command("migrate", verbosity=0)

    assert {
        group.name: group.permissions.count() for group in make_user().groups.model.objects.all()
    } == before
