"""What pages show of an activity."""

from django import template

from requests_app.models import ConsultRequest
from requests_app.selectors.activities import activity_of, activity_rows

register = template.Library()


@register.simple_tag
def rows_of_activity(request: ConsultRequest) -> list[tuple[str, str]]:
    """Return label and value of what an activity is; nothing for a talk."""
    activity = activity_of(request)
    return activity_rows(activity) if activity else []
