"""What every page of the site needs: the service's own words, and where to tell what is wrong."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from requests_app import links
from requests_app.selectors.words import Words, words_of

register = template.Library()


@register.simple_tag
def own_words(place: str) -> Words | None:
    """Return what the service wrote for this place; None where the built-in words stand."""
    return words_of(place)


@register.simple_tag(takes_context=True)
def feedback_address(context: dict[str, Any]) -> str:
    """Return where to tell that this page is wrong. Never with somebody's own link in it."""
    request = context.get("request")
    page = links.page_of(request.path) if request else ""
    query = f"?{urlencode({'pagina': page}, safe='/')}" if page else ""
    return f"{reverse('feedback')}{query}"
