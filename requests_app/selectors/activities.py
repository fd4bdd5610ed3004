"""An activity in rows of words, as pages, mails and the desk show it."""

from collections.abc import Iterable

from requests_app.choices import Theme
from requests_app.models import ActivityDetails, ConsultRequest
from requests_app.selectors.reference import catalogue


def language_names(codes: Iterable[str]) -> list[str]:
    """Return languages by name; one that left the list by its code."""
    names = dict(catalogue().languages)
    return [names.get(code, code.capitalize()) for code in codes]


def activity_of(request: ConsultRequest) -> ActivityDetails | None:
    """Return what is particular to an activity; None for a request for a talk."""
    return getattr(request, "activity", None)


def activity_rows(activity: ActivityDetails, *, typed: bool = True) -> list[tuple[str, str]]:
    """Return label and value of what was asked; without `typed`, nothing that somebody wrote."""
    theme = activity.get_theme_display()
    if typed and activity.theme == Theme.OTHER:
        theme = f"{theme}: {activity.theme_note}"
    audience = [("Voor wie", activity.audience)] if typed else []
    return [
        ("Wat", activity.get_kind_display()),
        ("Thema", theme),
        *audience,
        ("Aantal mensen", str(activity.audience_size)),
        ("Talen", ", ".join(language_names(activity.languages))),
        ("Aantal CSO's gewenst", str(activity.supporters_wanted)),
    ]
