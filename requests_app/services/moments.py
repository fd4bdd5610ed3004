"""The moments that a requester wishes, replaced by others while the request goes on (L1)."""

from collections.abc import Sequence
from datetime import date, datetime

from requests_app import rules
from requests_app.models import ConsultRequest, PreferredMoment
from requests_app.selectors import answer_date, days_off, service_settings


def replace_moments(
    request: ConsultRequest, starts: Sequence[datetime], *, now: datetime
) -> list[datetime]:
    """Put other wishes in the place of those of a locked request; return the old ones.

    The rules of asking hold anew: one to three different moments, a week ahead (service page,
    step 2). Raises RuleViolation. Who wishes anew gets a new promise of an answer, from today on;
    where the first answer came too late it stays too late, and so does the figure of it.
    """
    today = rules.local_date(now)
    check_wishes(starts, today=today)
    old = list(request.moments.order_by("position").values_list("start", flat=True))
    request.moments.all().delete()
    PreferredMoment.objects.bulk_create(
        PreferredMoment(request=request, position=position, start=start)
        for position, start in enumerate(starts, start=1)
    )
    request.first_moment = min(starts)
    if request.answered_at and rules.local_date(request.answered_at) <= request.answer_due:
        request.answer_due = max(request.answer_due, answer_date(today))
    request.respond_by = _respond_by(request, today)
    request.save(update_fields=["first_moment", "answer_due", "respond_by"])
    return old


def check_wishes(starts: Sequence[datetime], *, today: date) -> None:
    """Refuse moments that a requester cannot ask for today."""
    rules.check_moments(starts)
    lead_days = service_settings().lead_days
    for start in starts:
        rules.check_lead_time(rules.local_date(start), today=today, lead_days=lead_days)


def _respond_by(request: ConsultRequest, today: date) -> date:
    first_day = rules.local_date(request.first_moment)
    useful = rules.respond_by(
        submitted_on=today,
        due=request.answer_due,
        first_day=first_day,
        working_days=service_settings().useful_answer_working_days,
        days_off=days_off(today, first_day),
    )
    return min(useful, request.answer_due)
