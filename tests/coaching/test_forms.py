from datetime import date

import pytest

from coaching.forms.answer import ProposalAnswerForm
from coaching.forms.desk import (
    DeclineForm,
    HeldForm,
    NoteForm,
    NotHeldForm,
    PlanForm,
    ProposeForm,
)
from coaching.models import Proposal
from requests_app.choices import State
from requests_app.errors import RuleViolation
from requests_app.rules import local_date
from tests import factories
from tests.factories import at

WISH = at(10).isoformat()


def plan_form(**changes):
    data = {"version": "2", "wish": WISH, "minutes": "60", "supporter": "7", **changes}
    return PlanForm(data, moments=[(WISH, "wens")], supporters=[("7", "Samira")], may_waive=False)


def test_plan_takes_a_wish():
    form = plan_form()

    assert form.is_valid()
    assert form.cleaned_data["start"] == at(10)
    assert "waive_reason" not in form.fields


def test_plan_takes_another_moment():
    form = plan_form(wish="other", other_day="2026-12-03", other_hour="14:30")

    assert form.is_valid()
    assert form.cleaned_data["start"] == at(13, 14, 30)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"wish": ""}, "wish", "Kies een moment."),
        ({"wish": "zomaar"}, "wish", "Kies een moment."),
        ({"wish": "other"}, "other_day", "Vul dit in"),
        ({"wish": "other", "other_day": "2026-12-03"}, "other_hour", "Vul dit in"),
        (
            {"wish": "other", "other_day": "2027-03-28", "other_hour": "02:30"},
            "other_hour",
            "Dit uur bestaat niet",
        ),
        ({"wish": "other", "other_day": "2027-02-29", "other_hour": "10:00"}, "other_day", ""),
        ({"wish": "other", "other_day": "9999-12-31", "other_hour": "23:59"}, "other_day", ""),
        ({"wish": "other", "other_day": "0001-01-01", "other_hour": "00:00"}, "other_day", ""),
        ({"minutes": "5"}, "minutes", ""),
        ({"minutes": "veel"}, "minutes", "Vul een getal in."),
        ({"supporter": "8"}, "supporter", "Kies een CSO."),
    ],
)
def test_plan_says_what_is_wrong_beside_the_field(changes, field, message):
    form = plan_form(**changes)

    assert not form.is_valid()
    assert message in form.errors[field][0]


def propose_form(**data):
    return ProposeForm({"version": "2", **data}, supporters=[("7", "Samira")])


def test_propose_collects_the_moments_that_were_filled_in():
    form = propose_form(
        day_1="2026-12-03", hour_1="14:00", day_3="2026-12-04", hour_3="09:30", supporter="7"
    )

    assert form.is_valid()
    assert form.cleaned_data["starts"] == [at(13), at(14, 9, 30)]
    assert [[field.name for field in fields] for _, fields in form.pairs] == [
        ["day_1", "hour_1"],
        ["day_2", "hour_2"],
        ["day_3", "hour_3"],
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "day_1"),
        ({"day_1": "2026-12-03"}, "hour_1"),
        ({"day_1": "2026-12-03", "hour_1": "14:00", "day_2": "2026-12-04"}, "hour_2"),
        ({"day_1": "2026-12-03", "hour_1": "14:00", "hour_3": "10:00"}, "day_3"),
    ],
)
def test_propose_wants_date_and_hour_together(data, field):
    form = propose_form(**data)

    assert not form.is_valid()
    assert field in form.errors


def held_form(**changes):
    data = {"version": "3", "on": "2026-11-19", "begin": "14:00", "finish": "15:30", **changes}
    return HeldForm(data, may_waive=True)


def test_held_reads_the_real_hours():
    form = held_form()

    assert form.is_valid()
    assert (form.cleaned_data["start"], form.cleaned_data["end"]) == (at(-1), at(-1, 15, 30))


def test_held_shows_a_refusal_beside_the_hour_that_it_is_about():
    form = held_form()

    form.refuse(RuleViolation("Te vroeg.", field="end"))
    form.refuse(RuleViolation("Geen overeenkomst.", field="agreement"))
    form.refuse(RuleViolation("Iets anders."))

    assert form.errors["finish"] == ["Te vroeg."]
    assert form.errors["waive_reason"] == ["Geen overeenkomst."]
    assert form.non_field_errors() == ["Iets anders."]


def test_not_held_and_note_want_something():
    assert NotHeldForm({"version": "1"}).errors["outcome"] == ["Kies wat er gebeurde."]
    assert not NotHeldForm({"version": "1", "outcome": "held"}).is_valid()
    assert NotHeldForm({"version": "1", "outcome": "client_absent"}).is_valid()
    assert NoteForm({"version": "1", "body": ""}).errors["body"] == ["Schrijf eerst een nota."]


@pytest.mark.django_db
def test_decline_shows_what_the_requester_will_read():
    reason = factories.make_reason("eigen-reden")

    labels = {str(label): label for _, label in DeclineForm().fields["reason"].choices}

    assert labels[reason.name].explanation == f"{reason.text} {reason.next_step}"


@pytest.mark.django_db
def test_answer_offers_the_moments_and_none_of_them():
    factories.make_request(State.ALTERNATIVE_PROPOSED, start=at(12))
    proposal = Proposal.objects.get()
    day = local_date(at(12))

    form = ProposalAnswerForm(proposal=proposal, today=local_date(at(0)))

    assert day == date(2026, 12, 2)
    assert [label for _, label in form.fields["answer"].choices] == [
        "woensdag 2 december 2026, 14.00 uur",
        "donderdag 3 december 2026, 14.00 uur",
        "Geen van deze momenten past",
    ]
    assert form.initial["proposal"] == proposal.pk


@pytest.mark.django_db
def test_answer_to_an_older_proposal_is_recognised():
    factories.make_request(State.ALTERNATIVE_PROPOSED)
    proposal = Proposal.objects.get()

    def answered(pk):
        data = {"proposal": str(pk)}
        return ProposalAnswerForm(data, proposal=proposal, today=local_date(at(0)))

    assert answered(proposal.pk + 1).is_for_another
    assert not answered(proposal.pk).is_for_another
