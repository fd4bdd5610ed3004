"""Filling in a page as a person does without a script: read the form, type, send."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"


def form_of(page: HttpResponse, *, action: str = "") -> html.FormElement:
    """Return the last POST form of a page, or the one whose address ends on `action`."""
    tree = html.fromstring(page.content.decode())
    posting = [form for form in tree.forms if form.method == "POST"]
    fitting = [form for form in posting if (form.action or "").endswith(action)]
    assert fitting, f"no form that goes to {action or 'anywhere'} on the page"
    return fitting[-1]


def filled(form: html.FormElement, typed: Mapping[str, Any] | None = None) -> str:
    """Return what the browser sends: what stood in the form, and what was typed over it."""
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    unknown = set(typed or {}) - set(form.fields.keys())
    assert not unknown, f"the form does not ask {sorted(unknown)}"
    values |= {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in (typed or {}).items()
    }
    return urlencode(values, doseq=True)


def fill_in(
    client: Client,
    address: str,
    typed: Mapping[str, Any] | None = None,
    *,
    action: str = "",
    wait: Callable[[], None] = lambda: None,
) -> HttpResponse:
    """Open a page, type in its form, send it; return the answer without following it.

    `wait` lets time pass between the two, for forms that nobody can fill in at once.
    """
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code}"
    form = form_of(page, action=action)
    goal = urljoin(address, urlsplit(form.action or address).path)
    wait()
    return client.post(goal, filled(form, typed), content_type=FORM)
