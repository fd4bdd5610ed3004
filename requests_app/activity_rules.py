"""The rules of an activity (I1): plain values in, an answer or RuleViolations out.

An infosession, action or project on a theme of the service page, for a public instead of a client.
"""

from collections.abc import Iterable, Iterator, Sequence

from requests_app.errors import RuleViolation
from requests_app.rules import MAX_SUPPORTERS

ACTIVITY = "activity"
OTHER_THEME = "other"
MAX_AUDIENCE = 5000


def is_activity(tasks: Iterable[str]) -> bool:
    """Tell whether nothing but an infosession, action or project is asked."""
    return set(tasks) == {ACTIVITY}


def activity_violations(
    *, theme: str, theme_note: str, audience_size: int, languages: Sequence[str], wanted: int
) -> Iterator[RuleViolation]:
    """Yield what is wrong with the theme, the public, the languages or the number of CSOs."""
    if theme == OTHER_THEME and not theme_note:
        yield RuleViolation("Schrijf welk thema het is.", field="theme_note")
    if not 1 <= audience_size <= MAX_AUDIENCE:
        yield RuleViolation(f"Schrijf een aantal van 1 tot {MAX_AUDIENCE}.", field="audience_size")
    if not languages:
        yield RuleViolation("Kies minstens één taal.", field="languages")
    if not 1 <= wanted <= MAX_SUPPORTERS:
        yield RuleViolation(
            f"Kies een aantal van 1 tot {MAX_SUPPORTERS}.", field="supporters_wanted"
        )
