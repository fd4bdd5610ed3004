"""Which help fits: the whole table, to be read by the service."""

from itertools import product

import pytest

from requests_app.chooser import Answers, Difficulty, Exactness, Help, Moment, Purpose, which_help

ANY = None
# For what, what is hard, how exact, when: the help. A None means that the answer does not matter.
TABLE = [
    ("gesprek", "cultuur", ANY, "later", "cso"),
    ("gesprek", "cultuur", ANY, "snel", "cso-later"),
    ("raad", "cultuur", ANY, "later", "cso"),
    ("raad", "cultuur", ANY, "snel", "cso-later"),
    ("groep", "cultuur", ANY, "later", "activiteit"),
    ("groep", "cultuur", ANY, "snel", "cso-later"),
    (ANY, "taal", "precies", ANY, "sociaal-tolk"),
    (ANY, "taal", "eenvoudig", ANY, "taalhulp"),
    (ANY, "nederlands", ANY, ANY, "nederlands-oefenen"),
]


def rows_for(answers):
    return [
        row
        for row in TABLE
        if all(told in (ANY, answer) for told, answer in zip(row, answers, strict=False))
    ]


@pytest.mark.parametrize("answers", list(product(Purpose, Difficulty, Exactness, Moment)))
def test_every_set_of_answers_stands_in_the_table_once_and_gets_its_help(answers):
    (row,) = rows_for(answers)

    assert which_help(Answers(*answers)) == row[-1]


def test_every_kind_of_help_can_be_reached():
    assert {row[-1] for row in TABLE} == set(Help)
