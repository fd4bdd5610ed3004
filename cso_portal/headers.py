"""Two headers that neither Django nor its policy for scripts sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADERS = {
    # Nothing here asks for a camera, a microphone or a place, so no script may either.
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # No other site shows our pictures or reads our files in.
    "Cross-Origin-Resource-Policy": "same-origin",
}


class MoreHeaders:
    """Stands before whatever answers, so that files and refusals carry them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
