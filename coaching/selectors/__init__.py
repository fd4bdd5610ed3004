"""Reads of the coaching room."""

from coaching.selectors.proposals import open_proposal
from coaching.selectors.supporters import Candidate, Fit, candidates, facts_of
from coaching.selectors.talks import file_reference, planned_others, supporter_of_held_talk

__all__ = [
    "Candidate",
    "Fit",
    "candidates",
    "facts_of",
    "file_reference",
    "open_proposal",
    "planned_others",
    "supporter_of_held_talk",
]
