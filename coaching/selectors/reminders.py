"""Which meetings come near (M7)."""

from datetime import date, datetime, time, timedelta

from django.db.models import F

from coaching.models import AppointmentVersion
from coaching.states import AppointmentState
from requests_app.choices import State
from requests_app.rules import BRUSSELS, local_date, shift_working_days
from requests_app.selectors import days_off, service_settings

# Twenty working days with closing weeks between them are less than this.
HORIZON = timedelta(days=120)


def due_for_reminder(*, now: datetime) -> list[AppointmentVersion]:
    """Return the planned meetings whose reminder is due, as they stand now.

    A meeting that was planned or moved when its reminder was due already gets none: that mail is
    fresh.
    """
    today = local_date(now)
    count = service_settings().reminder_working_days
    # A meeting up to this day is at most so many working days away.
    last_day = shift_working_days(today, count, days_off(today, today + HORIZON))
    versions = AppointmentVersion.objects.select_related("appointment", "event").filter(
        appointment__state=AppointmentState.CONFIRMED,
        appointment__request__state=State.PLANNED,
        appointment__sequence=F("sequence"),
        start__gt=now,
        start__lt=datetime.combine(last_day + timedelta(days=1), time(), tzinfo=BRUSSELS),
    )
    return [
        version
        for version in versions.order_by("start", "pk")
        if local_date(version.event.at) < reminder_day(version.start)
    ]


def reminder_day(start: datetime) -> date:
    """Return the day on which people are reminded of a meeting that begins then."""
    day = local_date(start)
    count = service_settings().reminder_working_days
    return shift_working_days(day, -count, days_off(day, day))
