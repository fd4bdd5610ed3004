"""The form of the chooser turns its answers into those of the rules."""

from requests_app.chooser import Answers, Difficulty, Exactness, Moment, Purpose
from requests_app.forms.chooser import ChooserForm


def test_answers_are_those_of_the_rules():
    form = ChooserForm(
        {"waarvoor": "raad", "moeilijk": "taal", "woorden": "eenvoudig", "wanneer": "snel"},
        lead_days=7,
    )

    assert form.is_valid()
    assert form.answers == Answers(
        Purpose.ADVICE, Difficulty.LANGUAGE, Exactness.SIMPLE, Moment.SOON
    )


def test_lead_time_stands_in_the_last_question_and_never_in_another_form():
    first, second = ChooserForm(lead_days=7), ChooserForm(lead_days=10)

    assert "Over 7 dagen of later" in str(first["wanneer"])
    assert "Vroeger dan over 10 dagen" in str(second["wanneer"])
