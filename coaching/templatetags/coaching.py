"""What templates of any room may show of plans."""

from django import template
from django.utils import timezone

from coaching.selectors import meetings
from coaching.selectors.prices import price_words
from requests_app.models import ConsultRequest

register = template.Library()


@register.simple_tag
def meeting_of(request: ConsultRequest) -> meetings.Meeting | None:
    """Return the meeting of a request as its requester sees it."""
    return meetings.meeting_of(request, now=timezone.now())


@register.simple_tag
def price_note(request: ConsultRequest, *, mailed: bool = False) -> str:
    """Return what the talk of a request will cost, "" where only the general rule may be told.

    `mailed`: the words go to the address of the requester, and nowhere else.
    """
    return price_words(request, mailed=mailed)
