"""Coaches register and end agreements."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from billing.models import Agreement
from billing.states import AgreementState
from tests.billing.money import organisation, signed, user

pytestmark = pytest.mark.django_db
ADD = "/beheer/billing/agreement/add/"


def typed(school, **fields):
    return {
        "organisation": school.pk,
        "signed_on": "2026-10-01",
        "name": "An Directeur",
        "function": "directeur",
        **fields,
    }


def test_a_coach_registers_an_agreement(coach):
    school = organisation()

    response = coach.post(ADD, typed(school))

    agreement = Agreement.objects.get()
    assert (agreement.organisation, agreement.state, agreement.signed_on) == (
        school,
        AgreementState.SIGNED,
        date(2026, 10, 1),
    )
    assert agreement.registered_by == user("coach")
    assert (response.status_code, response.url) == (302, "/beheer/billing/agreement/")
    assert LogEntry.objects.get().object_id == str(agreement.pk)


def test_the_form_starts_with_the_organisation_of_the_link(coach):
    school = organisation()

    page = coach.get(ADD, {"organisation": school.pk}).content.decode()

    assert f'<option value="{school.pk}" selected>' in page


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/beheer/billing/charge/", "/beheer/billing/charge/"),
        ("https://kwaad.voorbeeld/", "/beheer/billing/agreement/"),
        ("//kwaad.voorbeeld/", "/beheer/billing/agreement/"),
    ],
)
def test_afterwards_it_goes_on_within_the_portal_only(coach, target, goes_to):
    response = coach.post(f"{ADD}?next={target}", typed(organisation()))

    assert response.url == goes_to


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Dit veld is verplicht."),
        ({"signed_on": "2999-01-01"}, "Deze datum ligt in de toekomst."),
        ({"signed_on": "gisteren"}, "Voer een geldige datum in."),
        ({"organisation": "0"}, "Selecteer een geldige keuze."),
    ],
)
def test_mistakes_are_shown_and_what_was_typed_stays(coach, wrong, message):
    response = coach.post(ADD, typed(organisation(), **wrong))

    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert 'role="alert"' in page
    assert 'value="directeur"' in page
    assert not Agreement.objects.exists()


def test_a_second_agreement_is_refused_in_words(coach):
    school = organisation()
    signed(school)

    page = coach.post(ADD, typed(school)).content.decode()

    assert "Deze organisatie heeft al een overeenkomst die loopt." in page


def test_a_coach_ends_an_agreement(coach):
    agreement = signed(organisation())
    path = f"/beheer/billing/agreement/{agreement.pk}"
    assert "Beëindig de overeenkomst" in coach.get(f"{path}/change/").content.decode()
    assert "Ondertekend op 5 januari 2026" in coach.get(f"{path}/beeindigen/").content.decode()

    response = coach.post(f"{path}/beeindigen/", {"ended_on": "2026-10-31"})

    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on, agreement.ended_by) == (
        AgreementState.ENDED,
        date(2026, 10, 31),
        user("coach"),
    )
    assert response.url == f"{path}/change/"
    assert "Beëindig de overeenkomst" not in coach.get(f"{path}/change/").content.decode()


def test_a_last_day_before_the_signature(coach):
    agreement = signed(organisation())

    page = coach.post(
        f"/beheer/billing/agreement/{agreement.pk}/beeindigen/", {"ended_on": "2025-01-01"}
    ).content.decode()

    assert "De overeenkomst was toen nog niet ondertekend." in page


def test_an_ended_agreement_does_not_end_again(coach):
    agreement = signed(organisation())
    path = f"/beheer/billing/agreement/{agreement.pk}/beeindigen/"
    coach.post(path, {"ended_on": "2026-10-31"})

    page = coach.post(path, {"ended_on": "2026-11-01"}).content.decode()

    assert "kan niet “Beëindigd” worden" in page


def test_the_state_is_not_to_be_typed(coach):
    agreement = signed(organisation())

    coach.post(f"/beheer/billing/agreement/{agreement.pk}/change/", {"state": "void"})

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED


def test_what_is_not_there_is_a_dash(coach):
    agreement = signed(organisation())

    page = coach.get(f"/beheer/billing/agreement/{agreement.pk}/change/").content.decode()

    assert "None" not in page
    assert "<h1>Overeenkomst" in page


def test_the_list(coach):
    signed(organisation())

    page = coach.get("/beheer/billing/agreement/").content.decode()

    assert "05/01/2026" in page
    assert "Ondertekend" in page


def test_an_agreement_that_is_not_there_cannot_be_ended(coach):
    page = coach.get("/beheer/billing/agreement/99/beeindigen/")

    assert page.status_code == 404
    assert "Deze pagina bestaat niet" in page.content.decode()


@pytest.mark.parametrize("key", ["²", "9" * 40, "x", "-1", "99"])
def test_an_address_without_a_key_leads_back_to_the_index(coach, key):
    response = coach.get(f"/beheer/billing/agreement/{key}/change/")

    assert (response.status_code, response.url) == (302, "/beheer/")
