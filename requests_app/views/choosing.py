""" "Welke hulp past?": four questions in the address, an answer on the page, nothing kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from requests_app.chooser import which_help
from requests_app.forms.chooser import ChooserForm
from requests_app.selectors import service_settings


@require_safe
def chooser(request: HttpRequest) -> HttpResponse:
    """Show the questions; with answers, the help that fits."""
    service = service_settings()
    asked = {*ChooserForm.base_fields, "toon"} & set(request.GET)
    form = ChooserForm(request.GET.dict() if asked else None, lead_days=service.lead_days)
    found = which_help(form.answers) if form.is_valid() else None
    context = {"form": form, "help": found, "service": service}
    return render(request, "requests_app/chooser.html", context)
