"""Which help fits? Four questions, one answer (F19). Pure; the table in the test is the whole of it.

Sources: the service page ("een CSO mag niet alleen als tolk", a week ahead, activities apart) and
the usual order of language help: what is simple needs no interpreter, what must be exact does.
"""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What help is for."""

    TALK = "gesprek"
    ADVICE = "raad"
    GROUP = "groep"


class Difficulty(StrEnum):
    """What makes it hard."""

    LANGUAGE = "taal"
    CULTURE = "cultuur"
    DUTCH = "nederlands"


class Exactness(StrEnum):
    """How exact the words must be."""

    EXACT = "precies"
    SIMPLE = "eenvoudig"


class Moment(StrEnum):
    """Whether it can wait for the lead time."""

    LATER = "later"
    SOON = "snel"


class Help(StrEnum):
    """The help that fits."""

    CSO = "cso"
    CSO_LATER = "cso-later"
    ACTIVITY = "activiteit"
    INTERPRETER = "sociaal-tolk"
    LANGUAGE_HELP = "taalhulp"
    PRACTICE = "nederlands-oefenen"


@dataclass(frozen=True, slots=True)
class Answers:
    """The four answers."""

    purpose: Purpose
    difficulty: Difficulty
    exactness: Exactness
    moment: Moment


def which_help(answers: Answers) -> Help:
    """Return the help that fits.

    Only the language: an interpreter where each word counts, else somebody who speaks it. More than
    the language: a CSO, with an interpreter in between when it cannot wait.
    """
    if answers.difficulty == Difficulty.DUTCH:
        return Help.PRACTICE
    if answers.difficulty == Difficulty.LANGUAGE:
        exact = answers.exactness == Exactness.EXACT
        return Help.INTERPRETER if exact else Help.LANGUAGE_HELP
    if answers.moment == Moment.SOON:
        return Help.CSO_LATER
    return Help.ACTIVITY if answers.purpose == Purpose.GROUP else Help.CSO
