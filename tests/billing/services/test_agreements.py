"""Register and end agreements."""

from datetime import date

import pytest

from billing.models import Agreement
from billing.services import Signature, end_agreement, register_signed_agreement
from billing.states import AgreementState
from requests_app.errors import IllegalTransition, RuleViolation
from tests.billing.money import NOW, organisation, signed, user
from tests.threads import together

SIGNATURE = Signature(date(2026, 10, 1), "An Directeur", "directeur")


@pytest.mark.django_db
def test_register_keeps_who_and_when():
    school = organisation()

    agreement = register_signed_agreement(school, SIGNATURE, by=user(), now=NOW)

    agreement.refresh_from_db()
    assert {
        name: getattr(agreement, name)
        for name in (
            "organisation",
            "state",
            "signed_on",
            "signatory_name",
            "signatory_function",
            "created_at",
            "registered_by",
            "ended_on",
            "ended_by",
        )
    } == {
        "organisation": school,
        "state": AgreementState.SIGNED,
        "signed_on": date(2026, 10, 1),
        "signatory_name": "An Directeur",
        "signatory_function": "directeur",
        "created_at": NOW,
        "registered_by": user(),
        "ended_on": None,
        "ended_by": None,
    }


@pytest.mark.django_db
def test_a_second_one_waits_for_the_end_of_the_first():
    school = organisation()
    first = signed(school)

    with pytest.raises(RuleViolation, match="heeft al een overeenkomst"):
        register_signed_agreement(school, SIGNATURE, by=user(), now=NOW)
    end_agreement(first, ended_on=date(2026, 9, 30), by=user(), now=NOW)
    register_signed_agreement(school, SIGNATURE, by=user(), now=NOW)

    assert Agreement.objects.filter(organisation=school).count() == 2


@pytest.mark.django_db
def test_a_date_in_the_future_is_refused():
    with pytest.raises(RuleViolation, match="toekomst"):
        register_signed_agreement(
            organisation(), Signature(date(2026, 11, 21), "An"), by=user(), now=NOW
        )


@pytest.mark.django_db
def test_ending():
    agreement = signed(organisation())

    end_agreement(agreement, ended_on=date(2026, 6, 30), by=user("coach2"), now=NOW)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on, agreement.ended_by) == (
        AgreementState.ENDED,
        date(2026, 6, 30),
        user("coach2"),
    )
    with pytest.raises(IllegalTransition):
        end_agreement(agreement, ended_on=date(2026, 7, 1), by=user(), now=NOW)


@pytest.mark.django_db
def test_an_agreement_does_not_end_before_it_was_signed():
    agreement = signed(organisation(), date(2026, 1, 5))

    with pytest.raises(RuleViolation, match="nog niet ondertekend"):
        end_agreement(agreement, ended_on=date(2026, 1, 4), by=user(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_coaches_register_the_same_agreement_at_once():
    school, coach = organisation(), user()

    results = together(8, lambda _: register_signed_agreement(school, SIGNATURE, by=coach, now=NOW))

    assert Agreement.objects.count() == 1
    assert (
        sorted(type(result).__name__ for result in results) == ["Agreement"] + ["RuleViolation"] * 7
    )
