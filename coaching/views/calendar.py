"""The requester's calendar file (M6)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching import calendars
from coaching.selectors.meetings import latest_version
from requests_app.rules import local_date
from requests_app.views.following import follow, private


@require_safe
@private
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Give the meeting as a file; of a meeting that is off, one that takes it out again."""
    consult = follow(token, today=local_date(timezone.now()))
    version = latest_version(consult)
    if version is None:
        raise Http404
    file = calendars.for_requester(version)
    return HttpResponse(
        file.content,
        content_type=f"{file.mimetype}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
