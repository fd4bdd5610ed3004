"""The sheet for the client: choose a language, then print it or read it aloud (C5, N5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from requests_app.models import Language
from requests_app.selectors import service_settings
from requests_app.selectors.sheets import DUTCH, languages_of_sheets, sheet_page


@require_safe
def consent_sheets(request: HttpRequest) -> HttpResponse:
    """Offer the sheet in each language, and say which translation is not ready."""
    context = {"languages": languages_of_sheets(), "dutch": DUTCH, "service": service_settings()}
    return render(request, "requests_app/consent_sheets.html", context)


@require_safe
def consent_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show one sheet as it is printed; in Dutch alone while its translation is not reviewed."""
    language = None if code == DUTCH else _language(code)
    context = {
        "asked": language,
        "sheet": sheet_page(language),
        "service": service_settings(),
    }
    return render(request, "requests_app/consent_sheet.html", context)


def _language(code: str) -> Language:
    language = Language.objects.filter(active=True, code=code).exclude(tag="").order_by().first()
    if language is None:
        raise Http404
    return language
