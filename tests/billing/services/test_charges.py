"""A held talk gets its number and its price."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from billing.errors import AgreementMissing, NoTariff
from billing.models import Charge, ClientDossier, TalkCounter, Tariff
from billing.services import TalkPreview, end_agreement, next_talk, post_charge
from requests_app.errors import RuleViolation
from tests.billing.money import NOW, at, held, numbers, organisation, signed, talk, tariff, user

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 10, day) for day in (1, 2, 5, 6, 7, 8)]
FREE, FIFTEEN, TWENTY = Decimal("0.00"), Decimal("15.00"), Decimal("20.00")


def test_three_talks_are_free_and_the_fourth_is_charged():
    school = organisation()
    agreement = signed(school)

    charges = [held(school, at(day), 61) for day in DAYS[:4]]

    assert [(charge.ordinal, charge.amount, charge.is_free) for charge in charges] == [
        (1, FREE, True),
        (2, FREE, True),
        (3, FREE, True),
        (4, TWENTY, False),
    ]
    fourth = charges[3]
    assert (fourth.first_hour, fourth.extra_hours, fourth.extra_hour) == (
        Decimal("15.00"),
        1,
        Decimal("5.00"),
    )
    assert (fourth.agreement, fourth.held_on, fourth.minutes) == (agreement, DAYS[3], 61)
    assert (fourth.posted_by, fourth.posted_at, fourth.frozen_at) == (user(), NOW, None)


def test_advice_without_a_client_is_not_counted():
    school = organisation()

    assert post_charge(talk(school, at(DAYS[0]), counts=False), by=user(), now=NOW) is None
    assert not Charge.objects.exists()


def test_fourth_talk_without_agreement_is_refused_and_leaves_nothing():
    school = organisation()
    for day in DAYS[:3]:
        held(school, at(day))

    with pytest.raises(AgreementMissing) as refusal:
        held(school, at(DAYS[3]), request_reference="CSO-2026-0117")

    assert refusal.value.message == (
        "Voor het gesprek van dinsdag 6 oktober 2026 (CSO-2026-0117) is een ondertekende"
        " overeenkomst nodig: de gratis gesprekken zijn op. Registreer de overeenkomst, of vraag"
        " de coördinator om het zonder toe te laten."
    )
    assert len(numbers(school)) == 3


def test_fourth_talk_with_a_waiver_is_charged():
    school = organisation()
    for day in DAYS[:3]:
        held(school, at(day))

    charge = held(school, at(DAYS[3]), waived_by=user("coordinator"))

    assert (charge.amount, charge.waived_by, charge.agreement) == (
        FIFTEEN,
        user("coordinator"),
        None,
    )


def test_an_agreement_counts_on_the_day_of_the_talk():
    school = organisation()
    end_agreement(signed(school), ended_on=DAYS[3], by=user(), now=NOW)
    for day in DAYS[:4]:
        held(school, at(day))

    with pytest.raises(AgreementMissing):
        held(school, at(DAYS[4]))


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_order_of_registering_changes_nothing(order):
    school = organisation()
    signed(school)

    for index in order:
        held(school, at(DAYS[index]))

    assert numbers(school) == [
        (DAYS[0], 1, FREE),
        (DAYS[1], 2, FREE),
        (DAYS[2], 3, FREE),
        (DAYS[3], 4, FIFTEEN),
    ]


def test_talks_at_the_same_moment_count_in_the_order_of_posting():
    school = organisation()
    first = held(school, at(DAYS[0]))
    second = held(school, at(DAYS[0]))

    first.refresh_from_db()

    assert (first.ordinal, second.ordinal) == (1, 2)


@pytest.mark.parametrize(
    ("frozen", "late", "expected"),
    [
        pytest.param([], 0, [1, 2, 3, 4, 5], id="nothing invoiced: all later ones move"),
        pytest.param([1, 2, 3, 4], 0, [5, 1, 2, 3, 4], id="all invoiced: the late one comes last"),
        pytest.param([1, 2], 0, [3, 1, 2, 4, 5], id="first ones invoiced: they keep theirs"),
        pytest.param([3, 4], 0, [1, 2, 5, 3, 4], id="last ones invoiced: the loose ones pass them"),
        pytest.param([2], 2, [1, 2, 3, 4, 5], id="late one in the middle"),
    ],
)
def test_a_late_talk_renumbers_only_what_is_not_invoiced(frozen, late, expected):
    school = organisation()
    signed(school)
    days = [day for index, day in enumerate(DAYS[:5]) if index != late]
    for day in days:
        held(school, at(day))
    Charge.objects.filter(ordinal__in=frozen).update(frozen_at=NOW)
    before = dict(Charge.objects.filter(ordinal__in=frozen).values_list("pk", "amount"))

    held(school, at(DAYS[late]))

    assert [(day, ordinal) for day, ordinal, _ in numbers(school)] == list(
        zip(DAYS[:5], expected, strict=True)
    )
    assert [amount for _, ordinal, amount in numbers(school)] == [
        FREE if ordinal <= 3 else FIFTEEN for ordinal in expected
    ]
    assert dict(Charge.objects.filter(pk__in=before).values_list("pk", "amount")) == before


def test_a_talk_that_a_late_one_makes_paid_needs_its_agreement():
    school = organisation()
    for day in DAYS[1:4]:
        held(school, at(day))
    before = numbers(school)

    with pytest.raises(AgreementMissing, match="dinsdag 6 oktober 2026"):
        held(school, at(DAYS[0]))

    assert numbers(school) == before


def test_a_talk_that_a_late_one_makes_paid_takes_the_agreement_registered_meanwhile():
    school = organisation()
    for day in DAYS[1:4]:
        held(school, at(day))
    agreement = signed(school, DAYS[1])

    held(school, at(DAYS[0]))

    last = Charge.objects.get(held_on=DAYS[3])
    assert (last.ordinal, last.amount, last.agreement) == (4, FIFTEEN, agreement)


def test_the_waiver_of_a_late_talk_covers_the_one_it_makes_paid():
    school = organisation()
    for day in DAYS[1:4]:
        held(school, at(day))

    held(school, at(DAYS[0]), waived_by=user("coordinator"))

    assert Charge.objects.get(held_on=DAYS[3]).waived_by == user("coordinator")


def test_the_tariff_of_the_day_of_the_talk_decides():
    Tariff.objects.create(
        valid_from=DAYS[4], decision_reference="nieuw", first_hour=Decimal("17.50")
    )
    school = organisation()
    signed(school)
    for day in DAYS[:3]:
        held(school, at(day))

    # 23.30 in Brussels on the last day of the old tariff; the next day it is 00.30.
    old = held(school, at(DAYS[3], 23, 30))
    new = held(school, at(DAYS[4], 0, 30))

    assert (old.amount, new.amount) == (Decimal("15.00"), Decimal("17.50"))


def test_without_a_tariff_nothing_is_charged():
    with pytest.raises(NoTariff, match="maandag 31 december 2018"):
        held(organisation(), at(date(2018, 12, 31)))


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_talk_without_length_is_refused(minutes):
    with pytest.raises(RuleViolation, match="minstens één minuut"):
        held(organisation(), at(DAYS[0]), minutes)


def test_a_request_is_charged_once():
    school = organisation()
    held(school, at(DAYS[0]), request_reference="CSO-2026-0001")

    with pytest.raises(IntegrityError), transaction.atomic():
        held(school, at(DAYS[1]), request_reference="CSO-2026-0001")


def test_a_talk_lasts_its_real_time_when_the_clock_springs():
    """28 March 2027: from 1.30 to 4.00 on the wall is one hour and a half."""
    school = organisation()
    signed(school)
    night = date(2027, 3, 28)
    for hour in (8, 9, 10):
        held(school, at(date(2027, 3, 27), hour))
    start, end = at(night, 1, 30), at(night, 4, 0)

    charge = held(school, start, int((end - start).total_seconds() // 60))

    assert (charge.minutes, charge.amount, charge.held_on) == (90, TWENTY, night)
    assert charge.start == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


# --- Counted per dossier (D1) ---


@pytest.fixture
def per_dossier():
    return Tariff.objects.create(
        valid_from=date(2026, 1, 1), decision_reference="per dossier", scope="dossier"
    )


@pytest.mark.usefixtures("per_dossier")
def test_free_talks_per_dossier():
    school = organisation()
    signed(school)

    one = [held(school, at(day), file_reference="D-17") for day in DAYS[:4]]
    other = held(school, at(DAYS[4]), file_reference="D-18")
    same = held(school, at(DAYS[5]), file_reference=" d-17 ")
    nameless = held(school, at(DAYS[5], 16))

    assert [charge.ordinal for charge in one] == [1, 2, 3, 4]
    assert (other.ordinal, same.ordinal, nameless.ordinal) == (1, 5, 1)
    assert nameless.counter.dossier is None
    assert ClientDossier.objects.count() == 2
    assert TalkCounter.objects.filter(organisation=school).count() == 3


@pytest.mark.usefixtures("per_dossier")
def test_the_same_file_number_at_another_organisation_is_another_dossier():
    held(organisation("Een"), at(DAYS[0]), file_reference="D-17")

    assert held(organisation("Twee"), at(DAYS[0]), file_reference="D-17").ordinal == 1


# --- What a planned talk will be (N2) ---


def test_next_talk_counts_the_held_and_the_planned_ones():
    school = organisation()
    for day in DAYS[:2]:
        held(school, at(day))

    third = next_talk(school, day=DAYS[2])
    fourth = next_talk(school, day=DAYS[3], planned_before=1)

    terms = tariff().terms
    assert third == TalkPreview(
        ordinal=3,
        is_free=True,
        terms=terms,
        agreement=None,
        agreement_missing=False,
        free_count=3,
    )
    assert fourth == TalkPreview(
        ordinal=4,
        is_free=False,
        terms=terms,
        agreement=None,
        agreement_missing=True,
        free_count=3,
    )


def test_next_talk_knows_the_agreement_of_the_day():
    school = organisation()
    agreement = end_agreement(signed(school), ended_on=DAYS[0], by=user(), now=NOW)

    on_the_last_day = next_talk(school, day=DAYS[0], planned_before=3)
    after = next_talk(school, day=DAYS[1], planned_before=3)

    assert (on_the_last_day.agreement, on_the_last_day.agreement_missing) == (agreement, False)
    assert (after.agreement, after.agreement_missing) == (None, True)


def test_next_talk_on_an_earlier_day_comes_before_the_later_ones():
    school = organisation()
    held(school, at(DAYS[1]))

    assert next_talk(school, day=DAYS[0]).ordinal == 1
    assert next_talk(school, day=DAYS[1]).ordinal == 2


@pytest.mark.usefixtures("per_dossier")
def test_next_talk_per_dossier():
    school = organisation()
    held(school, at(DAYS[0]), file_reference="D-17")

    assert next_talk(school, day=DAYS[1], file_reference="D-17").ordinal == 2
    assert next_talk(school, day=DAYS[1], file_reference="D-99").ordinal == 1
    assert next_talk(school, day=DAYS[1]).ordinal == 1


def test_next_talk_without_a_tariff():
    with pytest.raises(NoTariff):
        next_talk(organisation(), day=date(2018, 12, 31))


def test_next_talk_costs_three_statements(django_assert_num_queries):
    school = organisation()
    held(school, at(DAYS[0]))
    next_talk(school, day=DAYS[1])

    with django_assert_num_queries(3):  # counter, its talks, agreement; the tariff is remembered
        next_talk(school, day=DAYS[1])
